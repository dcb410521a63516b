using System.Globalization;

namespace Contabyx.Engine.Reports;

/// <summary>The words and the numbers of a report in one language. They do not depend on the machine's settings.</summary>
internal sealed class ReportWords(ReportLanguage language)
{
    private static readonly Dictionary<string, (string En, string Pt)> Words = new(StringComparer.Ordinal)
    {
        ["lang"] = ("en", "pt-BR"),
        ["loadsTitle"] = ("Loads", "Cargas"),
        ["booksTitle"] = ("The books", "Os livros"),
        ["until"] = ("to", "a"),
        ["amountsIn"] = ("All amounts in", "Todos os valores em"),
        ["of"] = ("of", "de"),
        ["none"] = ("None", "Nenhuma"),
        ["nobody"] = ("None", "Nenhum"),
        ["more"] = ("and {0} more", "e mais {0}"),
        ["total"] = ("Total", "Total"),

        ["day"] = ("Day", "Dia"),
        ["lastLoad"] = ("Last load (UTC)", "Última carga (UTC)"),
        ["tables"] = ("Tables", "Tabelas"),
        ["rows"] = ("Rows loaded", "Linhas carregadas"),
        ["proven"] = ("Proven loads", "Cargas provadas"),
        ["failed"] = ("Failed loads", "Cargas com falha"),
        ["missing"] = ("Days without a load", "Dias sem carga"),
        ["rate"] = ("Rows per second", "Linhas por segundo"),
        ["size"] = ("Size of the files", "Tamanho dos arquivos"),
        ["byDay"] = ("Loads by day", "Cargas por dia"),
        ["loaded"] = ("Loaded", "Carregadas"),
        ["fresh"] = ("How fresh each table is", "Quão atual está cada tabela"),
        ["table"] = ("Table", "Tabela"),
        ["behind"] = ("Days behind", "Dias de atraso"),
        ["mode"] = ("Mode", "Modo"),
        ["lastRows"] = ("Rows in last load", "Linhas na última carga"),
        ["loads"] = ("Loads", "Cargas"),
        ["allRows"] = ("Rows in all", "Linhas ao todo"),
        ["proof"] = ("Proof", "Prova"),
        ["watermark"] = ("Watermark", "Marca d'água"),
        ["failedSince"] = ("Failed since", "Falhas desde então"),
        ["repairs"] = ("Differences", "Diferenças"),
        ["repairsText"] = (
            "Comparisons of a table with its source: {0}; with changes: {1}; rows sent: {2}.",
            "Comparações de uma tabela com a origem: {0}; com mudanças: {1}; linhas enviadas: {2}."),
        ["failures"] = ("Failures", "Falhas"),
        ["time"] = ("Time (UTC)", "Hora (UTC)"),
        ["run"] = ("Run", "Execução"),
        ["reason"] = ("Reason", "Motivo"),
        ["runs"] = ("Latest runs", "Últimas execuções"),
        ["loadedAt"] = ("Loaded at (UTC)", "Carregada em (UTC)"),

        ["transactions"] = ("Transactions", "Lançamentos"),
        ["clients"] = ("clients", "clientes"),
        ["income"] = ("Income", "Receitas"),
        ["expenses"] = ("Expenses", "Despesas"),
        ["taxes"] = ("Taxes", "Impostos"),
        ["transfersIn"] = ("Transfers in", "Transferências recebidas"),
        ["transfersOut"] = ("Transfers out", "Transferências enviadas"),
        ["transfers"] = ("Transfers", "Transferências"),
        ["net"] = ("Net", "Resultado"),
        ["balance"] = ("Balance", "Saldo"),
        ["explained"] = ("How the balance comes about", "Como se chega ao saldo"),
        ["item"] = ("Item", "Item"),
        ["clientSum"] = ("Sum of all clients' balances", "Soma dos saldos de todos os clientes"),
        ["years"] = ("Year by year", "Ano a ano"),
        ["year"] = ("Year", "Ano"),
        ["oneMonth"] = ("month", "mês"),
        ["someMonths"] = ("months", "meses"),
        ["change"] = ("Change of net", "Variação do resultado"),
        ["flow"] = ("Income and expenses", "Receitas e despesas"),
        ["over"] = ("Balance", "Saldo"),
        ["months"] = ("Month by month", "Mês a mês"),
        ["month"] = ("Month", "Mês"),
        ["byType"] = ("By type, without transfers", "Por tipo, sem transferências"),
        ["type"] = ("Type", "Tipo"),
        ["amount"] = ("Amount", "Valor"),
        ["creditors"] = ("Clients with the largest balance", "Clientes com o maior saldo"),
        ["debtors"] = ("Clients who owe", "Clientes devedores"),
        ["client"] = ("Client", "Cliente"),
        ["allOf"] = ("All {0}", "Todos os {0}"),
        ["incomeType"] = ("income", "receita"),
        ["expenseType"] = ("expense", "despesa"),
        ["source"] = ("Read from", "Lido de"),
        ["loadsNote"] = (
            "Loads, rows and proofs come from the load history of the warehouse; failures, reasons and speed from the log on this machine. "
            + "Days are in UTC.",
            "Cargas, linhas e provas vêm do histórico de cargas do data warehouse; falhas, motivos e velocidade, do registro desta "
            + "máquina. Os dias são em UTC."),
        ["booksNote"] = (
            "Income and expenses are without transfers between clients. A transfer leaves one client and reaches another at the same "
            + "moment, so that all transfers add up to zero.",
            "Receitas e despesas não contêm transferências entre clientes. Uma transferência sai de um cliente e chega a outro no mesmo "
            + "momento, e por isso a soma de todas é zero."),
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

    /// <summary>An amount with its sign, also if it is positive.</summary>
    public string Signed(decimal amount) => (amount > 0 ? "+" : "") + Money(amount);

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
