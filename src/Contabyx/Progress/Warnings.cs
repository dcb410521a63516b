namespace Contabyx;

/// <summary>Gives warnings to whoever listens.</summary>
public static class Warnings
{
    /// <summary>Gives a warning; a listener who does not know warnings gets a remark.</summary>
    /// <param name="notes">Who listens; NULL for nobody.</param>
    /// <param name="text">The warning, in one sentence.</param>
    public static void Warn(this IProgress<string>? notes, string text)
    {
        if (notes is IRemarks remarks)
            remarks.Warn(text);
        else
            notes?.Report(text);
    }

    /// <summary>Tells of a statement that the warehouse has run, if somebody listens who wants to know.</summary>
    /// <param name="notes">Who listens; NULL for nobody.</param>
    /// <param name="sql">The statement, without secrets.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void Statement(this IProgress<string>? notes, string sql, TimeSpan elapsed) =>
        (notes as IRemarks)?.Statement(sql, elapsed);
}
