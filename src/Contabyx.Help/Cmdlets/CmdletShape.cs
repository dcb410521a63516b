namespace Contabyx.Help;

/// <summary>What a cmdlet declares about itself.</summary>
/// <param name="Sets">The names of its parameter sets, the default one first; one empty name when it has none.</param>
/// <param name="Parameters">Its parameters, without the common ones.</param>
/// <param name="Outputs">The full names of the types that it writes.</param>
internal sealed record CmdletShape(
    string Verb,
    string Noun,
    IReadOnlyList<string> Sets,
    IReadOnlyList<ParameterShape> Parameters,
    IReadOnlyList<string> Outputs)
{
    public string Name => $"{Verb}-{Noun}";
}
