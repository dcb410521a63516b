namespace Contabyx.RedshiftEmulator;

/// <content>Functions of times: <c>Date_functions_header</c>.</content>
internal sealed partial class Grammar
{
    /// <summary>EXTRACT of a TIMESTAMP is an INTEGER, of a TIMESTAMPTZ a double: <c>r_EXTRACT_function</c>.</summary>
    private void Extract()
    {
        SkippedSymbol("(");
        var part = DatePartName();
        Skipped("FROM");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
    }

    private string DatePartName()
    {
        var part = DateParts.Find(tokens[_at++].Value);
        if (part.StartsWith("timezone", StringComparison.Ordinal))
            NotEmulated($"The date part {part}");
        return part;
    }

    /// <summary>DATE_PART is a double: <c>r_DATE_PART_function</c>.</summary>
    private void DatePart()
    {
        SkippedSymbol("(");
        var part = DatePartName();
        SkippedSymbol(",");
        Write($"redshift_emulator.extract_{part} (");
        Expression();
        ExpectSymbol(")");
        Write(":: double precision");
    }

    private void DatePartFirst(string function)
    {
        SkippedSymbol("(");
        var part = DatePartName();
        if (function == "datediff" && part == "microsecond")
        {
            Write("redshift_emulator.datediff_microsecond (");
            SkippedSymbol(",");
        }
        else
        {
            Write($"redshift_emulator.{function} ({Quoted.Text(part)}");
            ExpectSymbol(",");
        }

        List(Expression);
        ExpectSymbol(")");
    }

    /// <summary>TO_DATE and TO_TIMESTAMP, whose third argument says what becomes of impossible dates: <c>r_TO_DATE_function</c>.</summary>
    private void ToTime(string name)
    {
        Write(name);
        ExpectSymbol("(");
        Expression();
        ExpectSymbol(",");
        Expression();
        if (TakeSymbol(","))
        {
            NotEmulated($"The third argument of {name}");
            Expression();
        }

        ExpectSymbol(")");
    }
}
