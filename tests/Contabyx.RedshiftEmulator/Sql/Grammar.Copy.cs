namespace Contabyx.RedshiftEmulator;

/// <content>COPY: <c>r_COPY</c> and the pages that it links to.</content>
internal sealed partial class Grammar
{
    private Plan Copy()
    {
        Skipped("COPY");
        var text = Here.Kind == TokenKind.Quoted || AtName ? Here.Value.ToLowerInvariant() : "";
        var table = TableName();
        var name = table.Split('.')[^1].Trim('"');
        var columns = IsSymbol("(") ? ColumnNames() : [];
        Skipped("FROM");
        if (Is("STDIN"))
            throw RedshiftException.NotSupported("COPY FROM STDIN is");
        var command = new CopyCommand
        {
            Table = table,
            TableText = text.Length > 0 ? name : table,
            Columns = columns,
            From = Literal(),
        };
        while (Here.Kind != TokenKind.End)
            Option(command, tokens[_at++].Value.ToUpperInvariant());
        if (command.From.StartsWith("dynamodb://", StringComparison.Ordinal) || command.From.StartsWith("emr://", StringComparison.Ordinal))
            NotEmulated("COPY from other sources than s3://");
        CopyRules.Check(command);
        return new Plan { Kind = PlanKind.Copy, Copy = command, Tag = "COPY" };
    }

    private void Option(CopyCommand command, string word)
    {
        if (!Is("AS") && !command.Given.Add(word) && word is not ("WITH" or "DELIMITER"))
            throw new RedshiftException("42601", $"conflicting or redundant options: {word}");
        command.Given.Add(word);
        if (!Authorization(command, word) && !Shape(command, word) && !Conversion(command, word) && !Load(command, word)
            && !OtherOption(word))
        {
            _at--;
            throw Unexpected();
        }
    }

    /// <summary>Options that Redshift has and the emulator has not: <c>r_COPY-alphabetical-parm-list</c>.</summary>
    private bool OtherOption(string word)
    {
        switch (word)
        {
            case "AVRO" or "JSON":
                Pass("AS");
                if (Here.Kind == TokenKind.Text)
                    Literal();
                break;
            case "SHAPEFILE":
                if (Pass("SIMPLIFY"))
                    Simplify();
                break;
            case "FIXEDWIDTH":
                Pass("AS");
                Literal();
                break;
            case "MASTER_SYMMETRIC_KEY" or "KMS_KEY_ID":
                Pass("AS");
                Literal();
                break;
            case "READRATIO" or "COMPROWS":
                Integer();
                break;
            case "ORC" or "BZIP2" or "LZOP" or "ENCRYPTED" or "SSH" or "ESCAPE" or "REMOVEQUOTES" or "IGNOREALLERRORS"
                or "SERIALIZETOJSON":
                break;
            case "JOB":
                Skipped("CREATE");
                Identifier();
                if (Pass("AUTO"))
                    OnOrOff();
                break;
            default:
                return false;
        }

        NotEmulated($"COPY {word}");
        return true;
    }

    private void Simplify()
    {
        Pass("AUTO");
        if (Here.Kind == TokenKind.Number)
            _at++;
    }

    private bool Authorization(S3Access command, string word)
    {
        switch (word)
        {
            case "WITH":
                return true;
            case "IAM_ROLE":
                command.Role = Pass("DEFAULT") ? "default" : Literal();
                return true;
            case "ACCESS_KEY_ID":
                Pass("AS");
                command.Keys = new S3Keys(Literal(), command.Keys?.SecretKey ?? "", command.Keys?.SessionToken);
                return true;
            case "SECRET_ACCESS_KEY":
                Pass("AS");
                command.Keys = new S3Keys(command.Keys?.AccessKey ?? "", Literal(), command.Keys?.SessionToken);
                return true;
            case "SESSION_TOKEN" or "TOKEN":
                Pass("AS");
                command.Keys = new S3Keys(command.Keys?.AccessKey ?? "", command.Keys?.SecretKey ?? "", Literal());
                return true;
            case "CREDENTIALS":
                Pass("AS");
                CopyRules.ReadCredentials(command, Literal());
                return true;
            case "REGION":
                Pass("AS");
                command.Region = Literal();
                return true;
            default:
                return false;
        }
    }

    private bool Shape(CopyCommand command, string word)
    {
        switch (word)
        {
            case "FORMAT":
                Pass("AS");
                var format = tokens[_at++].Value.ToUpperInvariant();
                return format switch
                {
                    "CSV" or "PARQUET" => Shape(command, format),
                    "AVRO" or "JSON" or "ORC" or "SHAPEFILE" => OtherOption(format),
                    _ => throw RedshiftException.Syntax(format),
                };
            case "CSV":
                command.Given.Add(word);
                command.Format = CopyFormat.Csv;
                if (Pass("QUOTE"))
                    QuoteCharacter(command);
                return true;
            case "QUOTE":
                QuoteCharacter(command);
                return true;
            case "PARQUET":
                command.Given.Add(word);
                command.Format = CopyFormat.Parquet;
                return true;
            case "DELIMITER":
                Pass("AS");
                command.Delimiter = CopyRules.OneCharacter(Literal(), "delimiter");
                return true;
            case "GZIP":
                command.Compression = CopyCompression.Gzip;
                return true;
            case "ZSTD":
                command.Compression = CopyCompression.Zstd;
                return true;
            case "MANIFEST":
                command.Manifest = true;
                return true;
            default:
                return false;
        }
    }

    private void QuoteCharacter(CopyCommand command)
    {
        Pass("AS");
        command.Given.Add("QUOTE");
        command.Quote = CopyRules.OneCharacter(Literal(), "quote");
    }

    private bool Conversion(CopyCommand command, string word)
    {
        switch (word)
        {
            case "NULL":
                Pass("AS");
                command.NullAs = CopyRules.NullText(RawLiteral());
                return true;
            case "DATEFORMAT":
                Pass("AS");
                command.DateFormat = DateFormat(Literal());
                return true;
            case "TIMEFORMAT":
                Pass("AS");
                command.TimeFormat = TimeFormat(Literal());
                return true;
            case "IGNOREHEADER":
                Pass("AS");
                command.IgnoreHeader = Integer();
                return true;
            case "ENCODING":
                Pass("AS");
                var encoding = Here.Kind == TokenKind.Text ? Literal() : Identifier(anyWord: true);
                CheckEncoding(encoding.ToUpperInvariant());
                return true;
            case "ACCEPTINVCHARS":
                Pass("AS");
                command.InvalidCharacter = Here.Kind == TokenKind.Text
                    ? CopyRules.OneCharacter(Literal(), "ACCEPTINVCHARS")
                    : '?';
                return true;
            default:
                return CopyRules.Switch(command, word);
        }
    }

    private bool Load(CopyCommand command, string word)
    {
        switch (word)
        {
            case "MAXERROR":
                Pass("AS");
                command.MaxErrors = Integer();
                return command.MaxErrors is >= 0 and <= 100000
                    ? true
                    : throw new RedshiftException("22023", "MAXERROR must be between 0 and 100000");
            case "COMPUPDATE":
                return Pass("PRESET") || OnOrOff();
            case "STATUPDATE":
                return OnOrOff();
            case "NOLOAD":
                command.NoLoad = true;
                return true;
            default:
                return false;
        }
    }

    // The keywords are case-sensitive: r_DATEFORMAT_and_TIMEFORMAT_strings.
    private string DateFormat(string text)
    {
        if (text is not ("auto" or "YYYY-MM-DD"))
            NotEmulated($"COPY DATEFORMAT '{text}'");
        return text;
    }

    private string TimeFormat(string text)
    {
        if (text is not ("auto" or "epochsecs" or "epochmillisecs" or "YYYY-MM-DD HH:MI:SS" or "YYYY-MM-DD HH24:MI:SS"))
            NotEmulated($"COPY TIMEFORMAT '{text}'");
        return text;
    }

    private void CheckEncoding(string encoding)
    {
        if (encoding is not ("UTF8" or "UTF16" or "UTF16LE" or "UTF16BE" or "ISO88591"))
            throw new RedshiftException("0A000", $"COPY ENCODING {encoding} is not supported");
        if (encoding != "UTF8")
            NotEmulated($"COPY ENCODING {encoding}");
    }

    private bool OnOrOff() => Pass("ON") || Pass("OFF") || Pass("TRUE") || Pass("FALSE") || true;

    // A backslash that escapes nothing known stays one here: the guide writes both '\N' and '\\N' for the same mark.
    private string RawLiteral()
    {
        var token = Here;
        var text = Literal();
        var raw = sql[(token.Start + 1)..(token.End - 1)];
        return raw is "\\N" ? raw : text;
    }
}
