using System.Data.Common;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Reading;

/// <summary>
/// Removes values from a failure to read a table with masked columns. A server quotes the value that causes an error,
/// and does not say which column has it.
/// </summary>
internal static partial class HiddenFailure
{
    private const string Shown = "its message is not shown, because it may quote a value of a masked column";

    /// <summary>The failure without any value.</summary>
    /// <returns>NULL when it can be shown as it is.</returns>
    public static ContabyxException? Of(ContabyxException failure, SelectionPlan plan) => failure switch
    {
        ValueRefusedException refused => OfValue(refused, plan),
        SourceException { MayRetry: true } => null,
        SourceException source when plan.HasMasks && !IsAboutStatement(source) => new SourceException(
            source.Target, $"{Shown}{CodeOf(source)}.",
            $"To see the message, run the SELECT of {plan.Sent.Name} at the source. Nothing of {plan.Sent.Name} was exported."),
        _ => null,
    };

    // The column may be sent under another name, and a key may be masked as well as the value.
    private static ValueRefusedException? OfValue(ValueRefusedException refused, SelectionPlan plan)
    {
        var column =
            plan.Source.Columns.Index().FirstOrDefault(column => column.Item.Name == refused.Column, (Index: -1, Item: null!)).Index;
        if (column < 0)
            return null;
        var isMasked = plan.Masks[column] is not null;
        var keyIsMasked = plan.Source.Key.Any(name => plan.Source.Relation!.Masked.Contains(name));
        if (!isMasked && !keyIsMasked && refused.Table == plan.Sent.Name && refused.Column == plan.Sent.Columns[column].Name)
            return null;
        var value = isMasked ? [] : System.Text.Encoding.UTF8.GetBytes(refused.Text);
        return new ValueRefusedException(
            plan.Sent.Name, plan.Sent.Columns[column].Name, refused.Row, keyIsMasked ? "" : refused.Key, value, refused.Reason);
    }

    // What a server reports before it reads rows: about names, syntax, privileges, or an ended session.
    private static bool IsAboutStatement(SourceException failure) => failure.InnerException switch
    {
        DbException { SqlState: { Length: 5 } state } => state[..2] is "42" or "08" or "40" or "70",
        _ => DuckDbKind().Match(failure.Message) is { Success: true } kind
            && kind.Groups[1].Value is "Binder Error" or "Catalog Error"
            or "Parser Error" or "Syntax Error" or "IO Error" or "Permission Error",
    };

    private static string CodeOf(SourceException failure) => failure.InnerException switch
    {
        DbException { SqlState: { Length: 5 } state } => $" (its SQL state is {state})",
        _ => DuckDbKind().Match(failure.Message) is { Success: true } kind ? $" (it is a {kind.Groups[1].Value})" : "",
    };

    [GeneratedRegex(@"failed: ([A-Z][A-Za-z ]* Error):", RegexOptions.CultureInvariant)]
    private static partial Regex DuckDbKind();
}
