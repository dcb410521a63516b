using System.Text;

namespace Contabyx.Engine.Rows;

/// <summary>
/// The longest value that any column of a warehouse can hold: 16 MB, in a VARBYTE (Amazon Redshift Database Developer
/// Guide, "VARBYTE type"). A longer one is refused before it is copied, so that it costs no more memory than the source's
/// own driver takes for it.
/// </summary>
internal static class LongestValue
{
    /// <summary>The most bytes.</summary>
    public const int Bytes = TargetLimits.ValueBytes;

    private const int ShownBytes = 256;

    /// <summary>The refusal of a longer value; the caller adds its place.</summary>
    /// <param name="start">The first bytes of the value.</param>
    /// <param name="length">How many it has.</param>
    public static UnreadableValueException Refuse(ReadOnlySpan<byte> start, long length) => new(
        Encoding.UTF8.GetString(start[..Math.Min(start.Length, ShownBytes)]),
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"it has {length} bytes, and no column of a warehouse holds more than {Bytes} (16 MB)."));
}
