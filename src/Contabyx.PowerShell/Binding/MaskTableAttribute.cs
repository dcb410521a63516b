using System.Collections;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>Reads the masks of a hashtable, whose values are words: <c>@{ email = 'Hash' }</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MaskTableAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not IDictionary given)
            return inputData;
        var masks = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry pair in given)
            masks[$"{pair.Key}"] = Read($"{pair.Key}", pair.Value is PSObject value ? value.BaseObject : pair.Value);
        return masks;
    }

    private static MaskKind Read(string column, object? value)
    {
        if (value is MaskKind kind)
            return kind;
        var word = Enum.GetNames<MaskKind>().FirstOrDefault(name => name.Equals($"{value}", StringComparison.OrdinalIgnoreCase));
        return word is not null ? Enum.Parse<MaskKind>(word) : throw new ArgumentTransformationMetadataException(
            $"'{value}' is not a mask for {column}. Use one of {string.Join(", ", Enum.GetNames<MaskKind>())}: @{{ {column} = 'Hash' }}.");
    }
}
