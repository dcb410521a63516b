using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace Contabyx.Help;

/// <summary>Reads a parameter.</summary>
internal static class ParameterReader
{
    /// <param name="property">A property of a cmdlet.</param>
    /// <param name="instance">The cmdlet, as it is before any parameter is bound.</param>
    /// <returns>The parameter; NULL when the property is not a parameter.</returns>
    public static ParameterShape? TryRead(PropertyInfo property, object instance)
    {
        var places = AttributeFacts.All<ParameterAttribute>(property).Select(Place).ToList();
        if (places.Count == 0)
            return null;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var element = type.IsArray ? type.GetElementType()! : type;
        return new ParameterShape
        {
            Name = property.Name,
            Type = ParameterTypes.NameOf(type),
            FullType = type.FullName!,
            IsArray = type.IsArray,
            IsSwitch = type == typeof(SwitchParameter),
            Wildcards = AttributeFacts.Find<SupportsWildcardsAttribute>(property) is not null,
            Default = type == typeof(SwitchParameter) ? "False" : DefaultOf(property, instance),
            Aliases = [.. AttributeFacts.All<AliasAttribute>(property).SelectMany(alias => alias.Texts(0))],
            Choices = element.IsEnum ? Enum.GetNames(element) : [],
            Places = places,
        };
    }

    private static ParameterPlace Place(AttributeFacts parameter) => new(
        parameter.Named<string>(nameof(ParameterAttribute.ParameterSetName)),
        parameter.Named<bool>(nameof(ParameterAttribute.Mandatory)),
        parameter.Named<int?>(nameof(ParameterAttribute.Position)),
        parameter.Named<bool>(nameof(ParameterAttribute.ValueFromPipeline)),
        parameter.Named<bool>(nameof(ParameterAttribute.ValueFromPipelineByPropertyName)));

    // A number that the parameter itself would refuse only means that it was not given.
    private static string? DefaultOf(PropertyInfo property, object instance)
    {
        var value = property.GetValue(instance);
        if (AttributeFacts.Find<ValidateRangeAttribute>(property) is { } range
            && value is IComparable number && number.CompareTo(range.Positional(0)) < 0)
            return null;
        return value is IEnumerable values and not string
            ? string.Join(", ", values.Cast<object>())
            : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
    }
}
