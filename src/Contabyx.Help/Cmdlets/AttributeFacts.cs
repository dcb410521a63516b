using System.Collections.ObjectModel;
using System.Reflection;

namespace Contabyx.Help;

/// <summary>
/// The arguments of an attribute as they are in the assembly. PowerShell's reference library has no method bodies, so
/// its attributes cannot be created.
/// </summary>
internal sealed record AttributeFacts(CustomAttributeData Data)
{
    /// <summary>The first attribute of a kind; NULL when there is none.</summary>
    /// <param name="member">The member that has them.</param>
    public static AttributeFacts? Find<T>(MemberInfo member) where T : Attribute => All<T>(member).FirstOrDefault();

    /// <summary>All attributes of a kind.</summary>
    /// <param name="member">The member that has them.</param>
    public static IEnumerable<AttributeFacts> All<T>(MemberInfo member) where T : Attribute =>
        member.GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(T)).Select(data => new AttributeFacts(data));

    /// <summary>An argument of the constructor.</summary>
    /// <param name="index">Which, from 0.</param>
    public object? Positional(int index) => Data.ConstructorArguments[index].Value;

    /// <summary>An argument of the constructor that is several types.</summary>
    /// <param name="index">Which, from 0.</param>
    public IEnumerable<Type> Types(int index) => Elements(index).Cast<Type>();

    /// <summary>An argument of the constructor that is several texts.</summary>
    /// <param name="index">Which, from 0.</param>
    public IEnumerable<string> Texts(int index) => Elements(index).Cast<string>();

    /// <summary>A named argument; the type's default when it is not given.</summary>
    public T? Named<T>(string name) =>
        Data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value
            ? value
            : default;

    private IEnumerable<object?> Elements(int index) =>
        ((ReadOnlyCollection<CustomAttributeTypedArgument>)Data.ConstructorArguments[index].Value!)
            .Select(element => element.Value);
}
