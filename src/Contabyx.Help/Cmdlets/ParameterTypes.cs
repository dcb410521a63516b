using System.Management.Automation;

namespace Contabyx.Help;

/// <summary>Writes types as PowerShell's own syntax diagrams do.</summary>
internal static class ParameterTypes
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(DateTime)] = "datetime",
        [typeof(SwitchParameter)] = "switch",
    };

    /// <summary>The name of a type, such as <c>string[]</c>.</summary>
    public static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]" : Names.GetValueOrDefault(type, type.Name);
}
