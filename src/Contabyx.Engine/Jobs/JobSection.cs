using System.Globalization;

namespace Contabyx.Engine.Jobs;

/// <summary>
/// Reads one hashtable of a job file by name. A name or value that is unknown, of the wrong kind or out of range
/// becomes a problem with its place, and is treated as if it were left out.
/// </summary>
internal sealed class JobSection
{
    private readonly JobProblems _problems;
    private readonly Dictionary<string, JobEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly JobPlace _place;

    /// <summary>Takes a section, and reports unknown names in it.</summary>
    /// <param name="what">What it is, for messages: <c>a table</c>.</param>
    /// <param name="value">The section.</param>
    /// <param name="accepted">The known names.</param>
    /// <param name="problems">Receives the problems.</param>
    public JobSection(string what, JobValue value, IReadOnlyList<string> accepted, JobProblems problems)
    {
        _problems = problems;
        _place = value.Place;
        if (value.Entries is null)
            problems.Add(value.Place, $"{what} is {value.Kind}; it must be a hashtable @{{ ... }}.");
        foreach (var entry in value.Entries ?? [])
        {
            if (accepted.Contains(entry.Name, StringComparer.OrdinalIgnoreCase))
                _entries[entry.Name] = entry;
            else
                problems.Add(entry.Place, Unknown(what, entry.Name, accepted));
        }
    }

    /// <summary>Where the section stands.</summary>
    public JobPlace Place => _place;

    /// <summary>Whether something is said under a name; <c>$null</c> says nothing.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Where a name's value stands; the section's place when it is left out.</summary>
    public JobPlace PlaceOf(string name) => _entries.TryGetValue(name, out var entry) ? entry.Value.Place : _place;

    /// <summary>A text; NULL when it is left out.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.Text is { } text && text.Trim().Length > 0)
            return text;
        return Wrong<string>(value, name, value.Text is null ? "must be text in quotes" : "is empty");
    }

    /// <summary>One text, or a list of texts; empty when it is left out.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        var texts = new List<string>();
        foreach (var item in value.List ?? [value])
        {
            if (item.Text is { } text && text.Trim().Length > 0)
                texts.Add(text);
            else
                Wrong<string>(item, name, "must be text in quotes, or a list of such texts");
        }

        return texts;
    }

    /// <summary>A whole number; NULL when it is left out.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.Number is { } number && decimal.Truncate(number) == number && number >= least && number <= most)
            return (int)number;
        Wrong<string>(value, name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>A member of an enumeration by its name; NULL when it is left out.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Find(name) is { } value ? Choice<T>(value, name) : null;

    /// <summary>Texts by name; empty when it is left out.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string name)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in EntriesOf(name))
        {
            if (entry.Value.Text is { Length: > 0 } text)
                pairs[entry.Name] = text;
            else
                Wrong<string>(entry.Value, $"{name}.{entry.Name}", "must be text in quotes");
        }

        return pairs;
    }

    /// <summary>Members of an enumeration by name; empty when it is left out.</summary>
    public IReadOnlyDictionary<string, T> ChoicePairs<T>(string name)
        where T : struct, Enum
    {
        var choices = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in EntriesOf(name))
        {
            if (Choice<T>(entry.Value, $"{name}.{entry.Name}") is { } choice)
                choices[entry.Name] = choice;
        }

        return choices;
    }

    /// <summary>One or several members of an enumeration by their names; empty when they are left out.</summary>
    public IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        var choices = new List<T>();
        foreach (var item in Find(name) is { } value ? value.List ?? [value] : [])
        {
            if (Choice<T>(item, name) is { } choice)
                choices.Add(choice);
        }

        return choices;
    }

    /// <summary>A time of the day; NULL, and a problem, when it is none.</summary>
    public TimeOnly? Time(string name, string text)
    {
        if (TimeOfDay.TryParse(text) is { } time)
            return time;
        Refuse(name, $"is '{text}'; it must be a time of the day, such as {TimeOfDay.Forms}");
        return null;
    }

    /// <summary>A length of time, less than a day; NULL, and a problem, when it is none.</summary>
    public TimeSpan? Span(string name, string text)
    {
        if (TimeSpan.TryParseExact(text, ["h\\:mm", "hh\\:mm"], CultureInfo.InvariantCulture, out var span))
            return span;
        Refuse(name, $"is '{text}'; it must be hours and minutes, such as '02:30'");
        return null;
    }

    /// <summary>Notes that a value cannot be used.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rule">The rest of the sentence, such as <c>must be a number</c>.</param>
    public void Refuse(string name, string rule) =>
        _problems.Add(PlaceOf(name), $"{name} {rule}.");

    /// <summary>The value as it stands; NULL when it is left out.</summary>
    public JobValue? Find(string name) =>
        _entries.TryGetValue(name, out var entry) && entry.Value.Kind != "$null" ? entry.Value : null;

    /// <summary>One section, or a list of sections; empty when it is left out.</summary>
    public IReadOnlyList<JobValue> Sections(string name) => Find(name) is { } value ? value.List ?? [value] : [];

    private T? Choice<T>(JobValue value, string name)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        if (names.FirstOrDefault(known => known.Equals(value.Text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse<T>(found);
        Wrong<string>(value, name, $"must be one of {string.Join(", ", names.Select(known => $"'{known}'"))}");
        return null;
    }

    private IReadOnlyList<JobEntry> EntriesOf(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.Entries is null)
            Wrong<string>(value, name, "must be a hashtable @{ column = '...' }");
        return value.Entries ?? [];
    }

    private T? Wrong<T>(JobValue value, string name, string rule)
        where T : class
    {
        var given = value.Text is { Length: > 0 } text ? $"'{text}'" : value.Kind;
        _problems.Add(value.Place, value.Text is ""
            ? $"{name} is empty. Give it a value or leave it out." : $"{name} is {given}; it {rule}.");
        return null;
    }

    private static string Unknown(string what, string name, IReadOnlyList<string> accepted)
    {
        var names = string.Join(", ", accepted);
        return name.Contains("password", StringComparison.OrdinalIgnoreCase)
            || name.Contains("credential", StringComparison.OrdinalIgnoreCase)
            ? $"{what} has no '{name}': a job file does not hold passwords. Put it into the file "
                + $"that EnvFile names, or name a secret of a vault. The allowed names are {names}."
            : $"{what} has no setting '{name}'. The allowed names are {names}.";
    }
}
