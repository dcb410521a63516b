using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <content>UNLOAD: <c>r_UNLOAD</c>. Files of text, CSV and JSON are read and refused as not emulated.</content>
internal sealed partial class Grammar
{
    private bool _limits;

    /// <summary>A query that stands within another statement's text, or in a view: <see cref="Plan.Sql"/> is PostgreSQL's query.</summary>
    /// <param name="isUnloaded">LIMIT in the outer SELECT is refused.</param>
    public static Plan ReadQuery(string sql, List<Token> tokens, GrammarContext context, bool isUnloaded)
    {
        var first = new Grammar(sql, tokens, context);
        first.OnlyQuery();
        var second = new Grammar(sql, tokens, context, first._blocks);
        var plan = second.Finish(second.OnlyQuery());
        return isUnloaded && second._limits ? throw new RedshiftException("0A000", "Limit clause is not supported") : plan;
    }

    private Plan OnlyQuery() => Is("SELECT") || Is("WITH") || IsSymbol("(")
        ? new Plan { Sql = Capture(() => Query()) }
        : throw Unexpected();

    private Plan Unload()
    {
        Skipped("UNLOAD");
        SkippedSymbol("(");
        if (Here.Kind == TokenKind.Body)
            NotEmulated("UNLOAD of a query between $$");
        var query = Here.Kind is TokenKind.Text or TokenKind.Body ? tokens[_at++].Value : throw Unexpected();
        SkippedSymbol(")");
        Skipped("TO");
        var command = new UnloadCommand { Query = query, To = Literal() };
        while (Here.Kind != TokenKind.End)
            UnloadOption(command, tokens[_at++].Value.ToUpperInvariant());
        UnloadRules.Check(command);
        if (command.Format != "PARQUET")
            NotEmulated($"UNLOAD to {command.Format}");
        CheckUnloaded(command);
        return new Plan { Kind = PlanKind.Unload, Unload = command, Tag = "UNLOAD" };
    }

    // What is wrong in the query is said before it runs.
    private void CheckUnloaded(UnloadCommand command)
    {
        try
        {
            var inner = Tokenizer.Statements(command.Query);
            if (inner.Count != 1)
                throw new RedshiftException("42601", "UNLOAD takes one SELECT statement");
            ReadQuery(command.Query, inner[0], context, isUnloaded: true);
        }
        catch (RedshiftException error) when (error.Hint is not null)
        {
            NotEmulated(error.Message.Replace(" is not emulated", "", StringComparison.Ordinal));
        }
    }

    private void UnloadOption(UnloadCommand command, string word)
    {
        if (!command.Given.Add(word))
            throw new RedshiftException("42601", $"conflicting or redundant options: {word}");
        if (!Authorization(command, word) && !UnloadShape(command, word) && !UnloadTarget(command, word) && !TextOption(word))
        {
            _at--;
            throw Unexpected();
        }
    }

    private bool UnloadShape(UnloadCommand command, string word)
    {
        switch (word)
        {
            case "FORMAT":
                Pass("AS");
                if (!Is("CSV") && !Is("PARQUET") && !Is("JSON"))
                    throw Unexpected();
                break;
            case "CSV" or "PARQUET" or "JSON":
                if (command.Format != "TEXT")
                    throw new RedshiftException("42601", "conflicting or redundant options: FORMAT");
                command.Format = word;
                break;
            case "PARTITION":
                Skipped("BY");
                command.PartitionBy = ColumnNames();
                command.Include = Pass("INCLUDE");
                break;
            case "PARALLEL":
                command.Parallel = Pass("ON") || Pass("TRUE") || !(Pass("OFF") || Pass("FALSE"));
                break;
            case "MAXFILESIZE":
                command.MaxFileSize = (long)(Size(5m, 6200m) * (1 << 20));
                break;
            case "ROWGROUPSIZE":
                Size(32m, 128m);
                break;
            default:
                return false;
        }

        return true;
    }

    private bool UnloadTarget(UnloadCommand command, string word)
    {
        switch (word)
        {
            case "MANIFEST":
                command.Manifest = true;
                command.Verbose = Pass("VERBOSE");
                break;
            case "ALLOWOVERWRITE":
                command.AllowOverwrite = true;
                break;
            case "CLEANPATH":
                command.CleanPath = true;
                break;
            case "ENCRYPTED":
                if (Pass("AUTO"))
                    command.Given.Add("AUTO");
                break;
            case "KMS_KEY_ID":
                Pass("AS");
                command.KmsKey = Literal();
                break;
            case "EXTENSION" or "MASTER_SYMMETRIC_KEY":
                Pass("AS");
                Literal();
                NotEmulated($"UNLOAD {word}");
                break;
            default:
                return false;
        }

        return true;
    }

    // Options of text files.
    private bool TextOption(string word)
    {
        if (word is not ("DELIMITER" or "FIXEDWIDTH" or "NULL"))
            return word is "HEADER" or "BZIP2" or "GZIP" or "ZSTD" or "ADDQUOTES" or "ESCAPE";
        Pass("AS");
        Literal();
        return true;
    }

    /// <summary>A size in MB, unless GB is said.</summary>
    private decimal Size(decimal least, decimal most)
    {
        Pass("AS");
        if (Here.Kind != TokenKind.Number || !decimal.TryParse(Here.Value, CultureInfo.InvariantCulture, out var size))
            throw Unexpected();
        _at++;
        if (Pass("GB"))
            size *= 1000;
        else
            Pass("MB");
        return size >= least && size <= most
            ? size
            : throw new RedshiftException(
                "22023", string.Create(CultureInfo.InvariantCulture, $"size must be between {least} MB and {most} MB"));
    }
}
