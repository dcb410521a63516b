namespace Contabyx.RedshiftEmulator;

/// <summary>A value or a row that cannot be loaded: <c>r_Load_Error_Reference</c>.</summary>
/// <param name="reason">What SYS_LOAD_ERROR_DETAIL says, without the value.</param>
/// <param name="position">Where in the field.</param>
internal sealed class LoadErrorException(int code, string reason, int position = 0) : Exception(reason)
{
    public int Code { get; } = code;

    public int Position { get; } = position;

    public static LoadErrorException Digit(string type, int position) =>
        new(1207, $"Invalid digit, Pos {position}, Type: {type}", position);
}
