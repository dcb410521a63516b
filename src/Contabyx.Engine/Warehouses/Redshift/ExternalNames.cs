using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Names of external tables. External tables get no columns later, and the catalogue is shared with other schemas and other warehouses,
/// so a name depends on the folder and the columns: equal names are equal tables.
/// </summary>
internal static class ExternalNames
{
    private const int MostCharacters = 100;

    /// <summary>The external table of a table, such as <c>transactions_5f0e2a91</c>.</summary>
    /// <param name="location">The folder of all its years.</param>
    public static string Of(TableSchema table, string location)
    {
        var shape = location + '\n' + ArchivedColumns.Write(table.Columns);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)))[..8];
        var plain = RedshiftWords.Fold(table.Name).Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '_');
        var name = new string([.. plain]);
        return $"{name[..Math.Min(name.Length, MostCharacters)]}_{hash}";
    }
}
