using System.Globalization;

namespace Contabyx.Engine.Reports;

/// <summary>The words and the numbers of a report in one language. They do not depend on the machine's settings.</summary>
internal sealed class ReportWords(ReportLanguage language)
{
    private static readonly Dictionary<string, (string En, string Pt)> Words = new(StringComparer.Ordinal)
    {
        ["lang"] = ("en", "pt-BR"),
        ["title"] = ("The books", "Os livros"),
        ["until"] = ("to", "a"),
        ["transactions"] = ("Transactions", "Lançamentos"),
        ["income"] = ("Inflow", "Entradas"),
        ["expenses"] = ("Outflow", "Saídas"),
        ["taxes"] = ("Taxes", "Impostos"),
        ["balance"] = ("Balance", "Saldo"),
        ["transfers"] = ("Transfers", "Transferências"),
        ["net"] = ("Net", "Líquido"),
        ["flow"] = ("Inflow and outflow by month", "Entradas e saídas por mês"),
        ["over"] = ("Balance at the end of each month", "Saldo no fim de cada mês"),
        ["taxesBy"] = ("Taxes by month", "Impostos por mês"),
        ["byType"] = ("By type", "Por tipo"),
        ["top"] = ("Clients with the largest balance", "Clientes com o maior saldo"),
        ["health"] = ("Health of the loads", "Saúde das cargas"),
        ["month"] = ("Month", "Mês"),
        ["type"] = ("Type", "Tipo"),
        ["amount"] = ("Amount", "Valor"),
        ["client"] = ("Client", "Cliente"),
        ["run"] = ("Run", "Execução"),
        ["loadedAt"] = ("Loaded at (UTC)", "Carregada em (UTC)"),
        ["tables"] = ("Tables", "Tabelas"),
        ["failed"] = ("Failed", "Com falha"),
        ["rows"] = ("Rows", "Linhas"),
        ["size"] = ("Size", "Tamanho"),
        ["proven"] = ("Proven", "Provadas"),
        ["rate"] = ("Rows per second", "Linhas por segundo"),
        ["numbers"] = ("The numbers", "Os números"),
        ["of"] = ("of", "de"),
        ["incomeType"] = ("inflow", "entrada"),
        ["expenseType"] = ("outflow", "saída"),
        ["clients"] = ("clients", "clientes"),
        ["source"] = ("Read from", "Lido de"),
        ["note"] = (
            "Inflow and outflow include both ends of transfers between clients, which add up to zero. Failures and rates come "
            + "from the log on this machine.",
            "Entradas e saídas incluem as duas pontas das transferências entre "
                + "clientes, cuja soma é zero. Falhas e velocidades são as que o "
            + "registro desta máquina conhece."),
    };

    private static readonly string[] EnglishMonths =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly string[] PortugueseMonths =
        ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"];

    // The types in the rules of the books; other names stay as they are.
    private static readonly Dictionary<string, string> PortugueseTypes = new(StringComparer.Ordinal)
    {
        ["wages"] = "salários", ["deposit"] = "depósito", ["allowance"] = "mesada", ["interest"] = "juros", ["benefits"] = "benefícios",
        ["sales"] = "vendas", ["operating"] = "operacional", ["exceptional"] = "extraordinário", ["services"] = "serviços",
        ["royalties"] = "royalties", ["personal"] = "pessoal", ["bills"] = "contas", ["application"] = "aplicação", ["leasing"] = "leasing",
        ["contract"] = "contrato", ["purchases"] = "compras",
    };

    private readonly NumberFormatInfo _numbers = language == ReportLanguage.Pt
        ? new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." }
        : NumberFormatInfo.InvariantInfo;

    private readonly string[] _months = language == ReportLanguage.Pt ? PortugueseMonths : EnglishMonths;

    public string this[string name] => language == ReportLanguage.Pt ? Words[name].Pt : Words[name].En;

    /// <summary>The names of all words.</summary>
    public static IEnumerable<string> Names => Words.Keys;

    /// <summary>The months' short names.</summary>
    public IReadOnlyList<string> Months => _months;

    /// <summary>An amount with two places.</summary>
    public string Money(decimal amount) => amount.ToString("N2", _numbers);

    /// <summary>A whole number.</summary>
    public string Count(long count) => count.ToString("N0", _numbers);

    /// <summary>A size in bytes.</summary>
    public string Size(long bytes) => bytes >= 1 << 20
        ? (bytes / 1048576.0).ToString("N1", _numbers) + " MB" : (bytes / 1024.0).ToString("N1", _numbers) + " KB";

    public string Day(DateOnly day) => language == ReportLanguage.Pt
        ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {_months[day.Month - 1]} {day.Year}");

    /// <summary>A time in UTC.</summary>
    public string Time(DateTimeOffset time) =>
        $"{Day(DateOnly.FromDateTime(time.UtcDateTime))} {time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>A month that is written as <c>2015-07</c>.</summary>
    public string Month(string key) => string.Create(
        CultureInfo.InvariantCulture, $"{_months[int.Parse(key.AsSpan(5), CultureInfo.InvariantCulture) - 1]} {key[..4]}");

    /// <summary>A type of transaction, such as <c>wages (income)</c>.</summary>
    public string Type(string name)
    {
        var (kind, income) = name.EndsWith(" (income)", StringComparison.Ordinal)
            ? (name[..^" (income)".Length], true)
            : (name.EndsWith(" (expense)", StringComparison.Ordinal) ? name[..^" (expense)".Length] : name, false);
        var word = language == ReportLanguage.Pt ? PortugueseTypes.GetValueOrDefault(kind, kind) : kind;
        return $"{word} ({this[income ? "incomeType" : "expenseType"]})";
    }
}
