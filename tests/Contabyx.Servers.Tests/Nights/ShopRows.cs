using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Contabyx.ServerTests;

/// <summary>
/// Reads a table of the shop on both sides by plain SQL, and masks the source's values itself. Of the module, only its
/// connection to the warehouse is used.
/// </summary>
/// <param name="maskKey">The secret key of hashes.</param>
internal sealed class ShopRows(Site site, string maskKey)
{
    /// <summary>The rows of the source as they must arrive, with the watermark in its units.</summary>
    public async Task<List<ShopRow>> ReadSourceAsync(ShopTable table)
    {
        var columns = await ColumnsAsync(table);
        var values = string.Join(", ", columns.Select(column => InSource(column.Name, column.Type)));
        var rows = await site.AskSourceAsync($"SELECT {values} FROM {From(table)} WHERE {table.Where}");
        return
        [
            .. rows.Select(row => Row(
                table, columns, row, [.. row.Select((value, i) => Masked(table.MaskOf(columns[i].Name), Normal(value, columns[i].Type)))])),
        ];
    }

    /// <summary>The rows of the warehouse.</summary>
    /// <param name="where">Which of them.</param>
    public async Task<List<ShopRow>> ReadWarehouseAsync(ShopTable table, string where)
    {
        var columns = await ColumnsAsync(table);
        var values = string.Join(", ", columns.Select(column => InWarehouse(
            table.Renames.GetValueOrDefault(column.Name, column.Name), table.MaskOf(column.Name) is null ? column.Type : "varchar")));
        var rows = await site.AskWarehouseAsync($"SELECT {values} FROM \"{table.As}\" WHERE {where}");
        return [.. rows.Select(row => Row(table, columns, null, [.. row.Select((value, i) => Normal(value, columns[i].Type))]))];
    }

    /// <summary>Whether the warehouse has a table of this name.</summary>
    public async Task<bool> IsInWarehouseAsync(string table) =>
        (await site.AskWarehouseAsync($"SELECT 1 FROM information_schema.tables WHERE table_name = '{table}'")).Count > 0;

    private static string From(ShopTable table) => table.Query is null ? table.Name : $"({table.Query}) q";

    private async Task<List<(string Name, string Type)>> ColumnsAsync(ShopTable table)
    {
        if (table.Query is not null)
            return [("order_id", "bigint"), ("status", "varchar"), ("placed_at", "datetime")];
        var found = await site.AskSourceAsync(
            $"SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = "
                + $"'{table.Name}' ORDER BY ordinal_position");
        return [.. found.Select(row => (row[0]!, row[1]!)).Where(column => !table.Excluded.Contains(column.Item1))];
    }

    private static string InSource(string name, string type) => type switch
    {
        "timestamp" or "datetime" => $"DATE_FORMAT({name}, '%Y-%m-%d %H:%i:%s.%f')",
        "binary" or "varbinary" or "blob" => $"HEX({name})",
        "bit" => $"CAST({name} + 0 AS CHAR)",
        _ => $"CAST({name} AS CHAR)",
    };

    private static string InWarehouse(string name, string type) => type switch
    {
        "timestamp" => $"to_char(\"{name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "datetime" => $"to_char(\"{name}\", 'YYYY-MM-DD HH24:MI:SS.US')",
        "binary" or "varbinary" or "blob" => $"upper(to_hex(\"{name}\"))",
        _ => $"CAST(\"{name}\" AS VARCHAR)",
    };

    // The two servers write doubles differently.
    private static string? Normal(string? value, string type) => type == "double" && value is not null
        ? double.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture) : value;

    private string? Masked(string? mask, string? value) => value is null ? null : mask switch
    {
        "Hash" => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(maskKey), Encoding.UTF8.GetBytes(value))),
        "Last4" => value.Length > 8 ? "****" + value[^4..] : "****",
        "Redact" => "REDACTED",
        "Null" => null,
        _ => value,
    };

    private static ShopRow Row(ShopTable table, List<(string Name, string Type)> columns, string?[]? clear, string?[] values)
    {
        var key = string.Join('|',
            columns.Index().Where(column => table.Key.Contains(column.Item.Name)).Select(column => values[column.Index]));
        var watermark = clear is null || table.Watermark is null ? null
            : clear[columns.FindIndex(column => column.Name == table.Watermark)];
        return new ShopRow(key, string.Join('|', values.Select(value => value ?? "NULL")), Units(watermark));
    }

    private static decimal? Units(string? watermark) => watermark is null ? null
        : decimal.TryParse(watermark, CultureInfo.InvariantCulture, out var number) ? number
        : DateTime.ParseExact(watermark, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture).Ticks;
}

/// <summary>A row of either side.</summary>
/// <param name="Key">Its key; empty where none is needed.</param>
/// <param name="Text">All its values, as they arrive.</param>
/// <param name="Watermark">Its watermark; NULL if it has none, and on the warehouse's side.</param>
internal sealed record ShopRow(string Key, string Text, decimal? Watermark);
