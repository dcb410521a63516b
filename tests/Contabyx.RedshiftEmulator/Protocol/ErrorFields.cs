namespace Contabyx.RedshiftEmulator;

/// <summary>The fields of an ErrorResponse or a NoticeResponse.</summary>
internal sealed record ErrorFields(
    string Severity,
    string SqlState,
    string Message,
    string? Detail = null,
    string? Hint = null,
    string? Constraint = null,
    string? Routine = null)
{
    public static ErrorFields Parse(Message message)
    {
        var fields = new Dictionary<char, string>();
        var reader = message.Read();
        for (var type = (char)reader.Byte(); type != 0; type = (char)reader.Byte())
            fields[type] = reader.Text();
        return new ErrorFields(
            fields.GetValueOrDefault('V') ?? fields.GetValueOrDefault('S') ?? "ERROR",
            fields.GetValueOrDefault('C') ?? "XX000",
            fields.GetValueOrDefault('M') ?? "",
            fields.GetValueOrDefault('D'),
            fields.GetValueOrDefault('H'),
            fields.GetValueOrDefault('n'),
            fields.GetValueOrDefault('R'));
    }

    public static ErrorFields Of(RedshiftException error) =>
        new("ERROR", error.SqlState, error.Message, error.Detail, error.Hint);

    public MessageBody ToBody()
    {
        var body = new MessageBody().Byte('S').Text(Severity).Byte('V').Text(Severity)
            .Byte('C').Text(SqlState).Byte('M').Text(Message);
        if (Detail is not null)
            body.Byte('D').Text(Detail);
        if (Hint is not null)
            body.Byte('H').Text(Hint);
        return body.Byte(0);
    }
}
