namespace Contabyx.Help;

/// <summary>What a cmdlet declares about a parameter.</summary>
internal sealed record ParameterShape
{
    public required string Name { get; init; }

    /// <summary>Its type as PowerShell writes it, such as <c>string[]</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its type's full name.</summary>
    public required string FullType { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsArray { get; init; }

    /// <summary>Whether it is a switch, and takes no value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Whether its values may have wildcards.</summary>
    public bool Wildcards { get; init; }

    /// <summary>Its value when it is left out; NULL for none.</summary>
    public string? Default { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values that it accepts, if there are only a few.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Its place in each parameter set that has it.</summary>
    public required IReadOnlyList<ParameterPlace> Places { get; init; }

    /// <summary>Its place in a parameter set; NULL when the set does not have it.</summary>
    /// <param name="set">The set's name.</param>
    public ParameterPlace? In(string set) => Places.FirstOrDefault(place => place.Set is null || place.Set == set);
}

/// <summary>A parameter's place in a parameter set.</summary>
/// <param name="Set">The set's name; NULL for all of them.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its position, from 0; NULL when it must be named.</param>
/// <param name="ByValue">Whether it takes objects from the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes a property of objects from the pipeline.</param>
internal sealed record ParameterPlace(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName);
