using System.Management.Automation;
using System.Reflection;

namespace Contabyx.Help;

/// <summary>Reads the cmdlets of an assembly.</summary>
internal static class CmdletReader
{
    /// <summary>The cmdlets, by name.</summary>
    public static IReadOnlyList<CmdletShape> Read(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes().Select(TryRead).OfType<CmdletShape>()
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
    ];

    private static CmdletShape? TryRead(Type type)
    {
        if (AttributeFacts.Find<CmdletAttribute>(type) is not { } cmdlet)
            return null;
        var instance = Activator.CreateInstance(type)!;
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => ParameterReader.TryRead(property, instance))
            .OfType<ParameterShape>()
            .ToList();
        if (cmdlet.Named<bool>(nameof(CmdletAttribute.SupportsShouldProcess)))
            parameters.AddRange([Switch("WhatIf", "wi"), Switch("Confirm", "cf")]);
        (string verb, string noun) = ((string)cmdlet.Positional(0)!, (string)cmdlet.Positional(1)!);
        var first = cmdlet.Named<string>(nameof(CmdletAttribute.DefaultParameterSetName));
        return new CmdletShape(verb, noun, Sets(parameters, first), parameters, Outputs(type));
    }

    private static IReadOnlyList<string> Sets(IEnumerable<ParameterShape> parameters, string? first)
    {
        var sets = parameters.SelectMany(parameter => parameter.Places)
            .Select(place => place.Set).OfType<string>().Distinct().OrderBy(set => set != first).ToList();
        return sets.Count > 0 ? sets : [""];
    }

    private static List<string> Outputs(Type type) => [.. AttributeFacts.All<OutputTypeAttribute>(type)
        .SelectMany(output => output.Types(0)).Select(written => written.FullName!)];

    private static ParameterShape Switch(string name, string alias) => new()
    {
        Name = name,
        Type = "switch",
        FullType = typeof(SwitchParameter).FullName!,
        IsSwitch = true,
        Aliases = [alias],
        Default = "False",
        Places = [new ParameterPlace(null, false, null, false, false)],
    };
}
