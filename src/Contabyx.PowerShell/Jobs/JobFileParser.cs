using System.Globalization;
using System.Management.Automation.Language;

namespace Contabyx.PowerShell;

/// <summary>
/// Reads a job file as data, with PowerShell's own parser: nothing in it runs. Anything that is not data becomes a
/// problem with its line.
/// </summary>
internal sealed class JobFileParser
{
    private const string Rule =
        "A job file can only hold data: text in quotes, numbers, $true, $false, $null, lists @( ... ) and hashtables @{ ... }.";

    private readonly string _path;
    private readonly List<JobProblem> _problems = [];

    private JobFileParser(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>Its content, and the problems found so far.</returns>
    /// <exception cref="JobFileException">It does not exist or cannot be read.</exception>
    public static (JobValue Root, IReadOnlyList<JobProblem> Problems) Parse(string path)
    {
        var parser = new JobFileParser(path);
        var script = ReadScript(path, out var errors);
        foreach (var error in errors)
            parser.Note(error.Extent, error.Message);
        var root = parser.RootOf(script, errors.Length > 0);
        return (root, parser._problems);
    }

    private static ScriptBlockAst ReadScript(string path, out ParseError[] errors)
    {
        try
        {
            var text = File.ReadAllText(path);
            return Parser.ParseInput(text, path, out _, out errors);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JobFileException(
                path, "the file does not exist.", "Check the path, or create a job file: New-ContabyxJob -Path contabyx.job.psd1.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Directory.Exists(path)
                ? new JobFileException(path, "it is a folder.", "Give the path of the job file in this folder.", e)
                : new JobFileException(path, "you do not have permission to read it.", "Give your user permission to read it.", e);
        }
        catch (IOException e)
        {
            throw new JobFileException(path, $"it cannot be read: {e.Message}", "Correct the cause, and try again.", e);
        }
    }

    private JobValue RootOf(ScriptBlockAst script, bool isBroken)
    {
        var place = PlaceOf(script.Extent);
        Ast? other = script.ParamBlock ?? (Ast?)script.DynamicParamBlock ?? script.BeginBlock ?? (Ast?)script.ProcessBlock;
        other ??= script.UsingStatements.FirstOrDefault();
        if (other is null && script.EndBlock is { Traps: null or { Count: 0 }, Statements: [var only] }
            && ExpressionOf(only) is HashtableAst table)
            return ValueOf(table);
        if (!isBroken)
            Note((other ?? script.EndBlock ?? (Ast)script).Extent, "A job file is one hashtable: it starts with @{ and ends with }.");
        return new JobValue(place) { Entries = [] };
    }

    private JobValue ValueOf(Ast ast)
    {
        var value = new JobValue(PlaceOf(ast.Extent));
        switch (ast)
        {
            case StringConstantExpressionAst text:
                return value with { Text = text.Value };
            case ConstantExpressionAst constant:
                return NumberOf(value, constant, constant.Value, 1);
            case UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst constant }:
                return NumberOf(value, ast, constant.Value, -1);
            case VariableExpressionAst variable when ConstantOf(variable) is var known and not 0:
                return known < 0 ? value : value with { Flag = known == 1 };
            case HashtableAst table:
                return value with { Entries = [.. table.KeyValuePairs.Select(EntryOf)] };
            case ArrayLiteralAst list:
                return value with { List = [.. list.Elements.Select(ValueOf)] };
            case ArrayExpressionAst list:
                return value with { List = [.. list.SubExpression.Statements.SelectMany(ItemsOf)] };
            case ParenExpressionAst { Pipeline: var inner } when ExpressionOf(inner) is { } expression:
                return ValueOf(expression);
            default:
                Refuse(ast);
                return value;
        }
    }

    private JobEntry EntryOf(Tuple<ExpressionAst, StatementAst> pair)
    {
        var place = PlaceOf(pair.Item1.Extent);
        var name = (pair.Item1 as StringConstantExpressionAst)?.Value ?? (pair.Item1 as ConstantExpressionAst)?.Value?.ToString();
        if (name is null)
            Refuse(pair.Item1);
        if (ExpressionOf(pair.Item2) is { } expression)
            return new JobEntry(name ?? "", place, ValueOf(expression));
        Refuse(pair.Item2);
        return new JobEntry(name ?? "", place, new JobValue(PlaceOf(pair.Item2.Extent)));
    }

    // @( 'a', 'b' ) and @( 'a' <new line> 'b' ) are both lists of two.
    private IEnumerable<JobValue> ItemsOf(StatementAst statement)
    {
        if (ExpressionOf(statement) is not { } expression)
        {
            Refuse(statement);
            return [];
        }

        return expression is ArrayLiteralAst list ? list.Elements.Select(ValueOf) : [ValueOf(expression)];
    }

    private JobValue NumberOf(JobValue value, Ast ast, object? number, int sign)
    {
        try
        {
            if (number is not null)
                return value with { Number = sign * Convert.ToDecimal(number, CultureInfo.InvariantCulture) };
        }
        catch (OverflowException)
        {
            // No setting is that large.
        }

        Refuse(ast);
        return value;
    }

    private void Refuse(Ast ast)
    {
        var isWord = ast is PipelineAst { PipelineElements: [CommandAst { CommandElements: [StringConstantExpressionAst] }] };
        Note(ast.Extent, isWord ? $"{Shown(ast)} looks like a command. Put it in quotes: '{ast.Extent.Text.Trim()}'."
            : $"{Shown(ast)} is not data. {Rule}");
    }

    private void Note(IScriptExtent extent, string message) =>
        _problems.Add(new JobProblem(_path, PlaceOf(extent), Printable.Line(message)));

    private static ExpressionAst? ExpressionOf(Ast statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0, Expression: var expression }] }
            ? expression : null;

    // 1 for $true, 2 for $false, -1 for $null, 0 for any other variable.
    private static int ConstantOf(VariableExpressionAst variable) => variable.VariablePath.UserPath.ToUpperInvariant() switch
    {
        "TRUE" => 1,
        "FALSE" => 2,
        "NULL" => -1,
        _ => 0,
    };

    private static string Shown(Ast ast)
    {
        var text = Printable.Line(ast.Extent.Text.Split('\n')[0].Trim());
        return text.Length > 40 ? text[..40] + "..." : text;
    }

    private static JobPlace PlaceOf(IScriptExtent extent) => new(extent.StartLineNumber, extent.StartColumnNumber);
}
