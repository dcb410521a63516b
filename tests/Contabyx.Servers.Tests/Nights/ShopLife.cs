using System.Globalization;
using MySqlConnector;

namespace Contabyx.ServerTests;

/// <summary>
/// What happens in the shop by day. All of it follows from the seed and the day; the server's clock is set, so that a week takes
/// a minute.
/// </summary>
internal sealed class ShopLife(Site site, int seed) : IAsyncDisposable
{
    private const int Midnight = 1_709_251_200; // 2024-03-01 00:00:00 UTC
    private const int Hour = 3600;
    private readonly Random _random = new(seed);
    private MySqlConnection? _open;
    private int _shifts;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens the shop.</summary>
    public async Task BeginAsync()
    {
        await site.RunOnSourceAsync(Shop.Schema);
        await site.RunOnSourceAsync(
            $"""
            INSERT INTO categories VALUES ('root', NULL, 'Alles'), ('Åpen', 'root', 'Ärmel & Öl'), ('茶', 'root', '茶と道具'), ('x ', 'root', '');
            INSERT INTO suppliers SELECT seq, CONCAT('Lieferant ', seq), seq / 7, SEC_TO_TIME(seq * 1800) FROM {MySqlHome.Numbers(9)};
            INSERT INTO settings VALUES ('', x'00'), ('theme', 'dark'), ('Theme2', NULL), ('long', REPEAT(x'C3A9', 900));
            INSERT INTO tmp_import VALUES ('not for the warehouse');
            INSERT INTO customers (email, full_name, updated_at) VALUES (NULL, 'Ancient', '2019-05-05 05:05:05');
            INSERT INTO reviews (author_email, stars, body, updated_at) VALUES ('nobody@example.com', 1, 'no time', NULL)
            """);
        await DayAsync(0, 40);
    }

    /// <summary>A day of changes, in three shifts; at its end somebody forgets to commit.</summary>
    public async Task DayAsync(int day, int size = 9)
    {
        for (var shift = 0; shift < 3; shift++)
            await ShiftAsync(At(day, (6 + (shift * 6)) * Hour) + _random.Next(Hour), size);
        await LateAsync(day);
        if (day == 0)
            return;

        // Somebody has begun in the evening, and commits only when the night's run is over.
        _open = await site.ConnectToSourceAsync();
        await RunAsync(_open, $"""
            SET timestamp = {At(day, (23 * Hour) + (50 * 60))}; SET autocommit = 0;
            INSERT INTO customers (email, full_name) VALUES ('late{day}@example.com', 'Committed late');
            INSERT INTO audit_log (actor, message) VALUES ('late', 'its number is older than it is');
            """);
        await using var other = await site.ConnectToSourceAsync();
        await RunAsync(other, $"""
            SET timestamp = {At(day, (23 * Hour) + (55 * 60))};
            INSERT INTO customers (email, full_name) VALUES ('early{day}@example.com', 'Committed before');
            INSERT INTO audit_log (actor, message) VALUES ('early', 'a later number, committed before')
            """);
    }

    /// <summary>After the run.</summary>
    public async Task MorningAsync()
    {
        if (_open is null)
            return;
        await RunAsync(_open, "COMMIT");
        await DisposeAsync();
    }

    /// <summary>The developers add columns, with a default and with personal data.</summary>
    public Task AddColumnsAsync() => site.RunOnSourceAsync(
        """
        ALTER TABLE customers ADD COLUMN loyalty INT DEFAULT 7;
        ALTER TABLE products ADD COLUMN color VARCHAR(20) DEFAULT 'keine';
        ALTER TABLE suppliers ADD COLUMN contact_email VARCHAR(80);
        UPDATE suppliers SET contact_email = CONCAT('s', supplier_id, '@example.com')
        """);

    /// <summary>They widen columns, and longer values follow immediately.</summary>
    public Task WidenAsync() => site.RunOnSourceAsync(
        """
        ALTER TABLE categories MODIFY title VARCHAR(300); UPDATE categories SET title = REPEAT('ü', 250) WHERE code = 'root';
        ALTER TABLE reviews MODIFY stars SMALLINT;
        ALTER TABLE audit_log MODIFY actor VARCHAR(200); INSERT INTO audit_log (actor, message) VALUES (REPEAT('長', 180), 'a long name')
        """);

    /// <summary>They make a table.</summary>
    public Task AddTableAsync() => site.RunOnSourceAsync(
        """
        CREATE TABLE gift_cards (card VARCHAR(16) PRIMARY KEY, value DECIMAL(9,2), owner_email VARCHAR(80));
        INSERT INTO gift_cards VALUES ('A', 10, 'x@example.com'), ('a-1', 20.5, NULL)
        """);

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        _open = null;
    }

    private static int At(int day, int seconds) => Midnight + (day * 24 * Hour) + seconds;

    private async Task ShiftAsync(int time, int size)
    {
        var (shift, salt) = (++_shifts, $"'{seed}-{_shifts}'");
        string Some(string key, int oneIn) => $"CRC32(CONCAT({key}, {salt})) % {oneIn} = 0";
        string New(int rows) => MySqlHome.Numbers(rows);
        string Any(string table, string column, string number = "seq") =>
            $"(SELECT {column} FROM {table} ORDER BY CRC32(CONCAT({column}, {number}, {salt})), {column} LIMIT 1)";

        await using var connection = await site.ConnectToSourceAsync();
        await RunAsync(connection, $"""
            SET timestamp = {time}; SET time_zone = '{(shift % 2 == 0 ? "-03:00" : "+05:30")}'; SET autocommit = 0;
            INSERT INTO customers (email, full_name, phone, birthday, marketing, note) SELECT CONCAT('p', seq, '.{shift}@example.com'), CONCAT('Zoë Ångström ', seq),
                CONCAT('+55 11 9', LPAD(seq * 7919, seq % 9, '0')), IF(seq % 4 = 0, NULL, DATE_ADD('1950-01-01', INTERVAL seq * {shift} DAY)), seq % 2, IF(seq % 3 = 0, '', 'a note, "quoted"\n') FROM {New(size)};
            INSERT INTO addresses (customer_id, street, city, country, geo_point, extra, changed) SELECT customer_id, CONCAT('Straße ', customer_id), '北京', 'DE', POINT(1, 2), JSON_OBJECT('n', customer_id, 'ü', '€'), NOW()
                FROM customers WHERE {Some("customer_id", 3)};
            INSERT INTO products (sku, category, title, price, internal_cost, attributes, released) SELECT CONCAT(ELT(1 + seq % 3, 'sku', 'SKU', 'ßku'), '-{shift}-', seq), ELT(1 + seq % 4, 'root', 'Åpen', '茶', NULL), CONCAT('Produkt ', seq, ' 😀'),
                seq * 1.2345, seq, JSON_ARRAY(seq, NULL, 'x'), '2024-02-29' FROM {New(Math.Max(3, size / 3))};
            INSERT INTO supplier_products SELECT supplier_id, sku, supplier_id % 4 > 0, supplier_id / 3 FROM suppliers, products WHERE {Some("CONCAT(supplier_id, sku)", 4)}
                ON DUPLICATE KEY UPDATE active = 1 - active;
            INSERT INTO orders (customer_id, status, placed_at, total, token) SELECT {Any("customers", "customer_id")}, ELT(1 + seq % 4, 'draft', 'open', 'paid', 'sent'), NOW(), IF(seq % 7 = 0, NULL, seq * 12345.67), LEFT(UNHEX(SHA2(CONCAT(seq, {salt}), 256)), 8)
                FROM {New(size)};
            INSERT INTO order_lines SELECT order_id, seq, {Any("products", "sku", "CONCAT(seq, order_id)")}, seq, 9.9999, IF(seq = 2, NULL, 0.05) FROM orders, {New(3)} WHERE updated_at >= NOW() - INTERVAL 1 MINUTE;
            INSERT INTO payments SELECT UNHEX(LEFT(SHA2(CONCAT(order_id, {salt}), 256), 32)), order_id, 'iban', total, CONCAT('DE', LPAD(order_id * 31, order_id % 20, '9')), NOW(6) FROM orders WHERE {Some("order_id", 3)};
            INSERT INTO shipments SELECT BIN_TO_UUID(UNHEX(LEFT(SHA2(CONCAT('s', order_id, {salt}), 256), 32))), order_id, 'Post', IF(order_id % 2 = 0, NULL, NOW()) FROM orders WHERE {Some("order_id", 4)};
            REPLACE INTO stock SELECT sku, 1 + CRC32(sku) % 3, CRC32(CONCAT(sku, {salt})) % 100 FROM products;
            INSERT INTO stock_moves SELECT sku, CRC32(sku) % 3, DATE(NOW()) FROM products WHERE {Some("sku", 2)};
            INSERT INTO stock_moves SELECT * FROM stock_moves LIMIT 5;
            INSERT INTO audit_log (actor, message, payload) SELECT ELT(1 + seq % 3, 'anna', 'Анна', NULL), REPEAT('é', seq), JSON_OBJECT('at', seq) FROM {New(size * 2)};
            INSERT IGNORE INTO exchange_rates SELECT DATE(NOW()), ELT(seq, 'USD', 'BRL', 'JPY'), seq * 1.0000000001 FROM {New(3)};
            INSERT IGNORE INTO coupons SELECT CONCAT('Code', seq * {shift}, IF(seq % 2 = 0, ' ', '')), seq, DATE(NOW()), seq FROM {New(size)};
            INSERT INTO reviews (sku, author_email, stars, body, updated_at) SELECT {Any("products", "sku")}, IF(seq % 5 = 0, NULL, CONCAT('r', seq, '@example.com')), seq % 6, CONCAT('bon ', seq, '\\N \\'), NOW(6) FROM {New(size)};
            INSERT INTO sessions SELECT customer_id, INET6_ATON(CONCAT('10.0.0.', 1 + customer_id % 200)), NOW(), customer_id % 32 FROM customers WHERE {Some("customer_id", 3)};
            COMMIT;
            UPDATE customers SET phone = CONCAT('0', customer_id, '-{shift}'), full_name = CONCAT(full_name, '!') WHERE {Some("customer_id", 8)};
            UPDATE addresses SET city = CONCAT('City {shift} ', address_id), extra = NULL WHERE {Some("address_id", 6)};
            UPDATE products SET price = price + 0.0001 WHERE {Some("sku", 5)};
            UPDATE orders SET status = ELT(1 + CRC32(CONCAT({salt}, order_id)) % 4, 'draft', 'open', 'paid', 'sent'), total = total + 0.01 WHERE {Some("order_id", 6)};
            UPDATE order_lines SET price = price * 1.01, discount = NULL WHERE {Some("CONCAT(order_id, line_no)", 9)};
            UPDATE payments SET amount = amount + 1 WHERE {Some("HEX(payment_id)", 6)};
            UPDATE shipments SET carrier = 'Bote', sent_at = NOW() WHERE {Some("shipment_id", 5)};
            UPDATE stock_moves SET qty = qty + 1 WHERE {Some("sku", 7)};
            UPDATE coupons SET code = UPPER(code), uses = uses + 1 WHERE {Some("code", 5)};
            UPDATE reviews SET body = CONCAT(body, ' (edited)'), updated_at = NOW(6) WHERE {Some("review_id", 7)};
            UPDATE exchange_rates SET rate = rate + 0.0000000001 WHERE {Some("day", 3)};
            COMMIT;
            DELETE FROM orders WHERE {Some("order_id", 14)};
            DELETE FROM customers WHERE {Some("customer_id", 25)};
            DELETE FROM order_lines WHERE {Some("CONCAT(line_no, order_id)", 20)};
            DELETE FROM payments WHERE {Some("HEX(payment_id)", 12)};
            DELETE FROM shipments WHERE {Some("shipment_id", 12)};
            DELETE FROM products WHERE {Some("sku", 30)};
            DELETE FROM coupons WHERE {Some("code", 12)};
            DELETE FROM reviews WHERE {Some("review_id", 20)};
            DELETE FROM stock_moves WHERE {Some("sku", 11)} LIMIT 4;
            DELETE FROM audit_log WHERE {Some("log_id", 60)};
            DELETE FROM sessions WHERE {Some("customer_id", 4)};
            COMMIT
            """);
    }

    // Rows that are committed today with the times of yesterday, some of them older than any lookback.
    private Task LateAsync(int day)
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(At(day - 1, (23 * Hour) + (30 * 60)));
        string Before(double hours) =>
            $"'{end.AddHours(-hours - (_random.NextDouble() / 10)).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";
        return site.RunOnSourceAsync(
            $"""
            SET time_zone = '+00:00';
            INSERT INTO orders (status, placed_at, total, updated_at) VALUES ('open', {Before(0.3)}, 1, {Before(0.3)}), ('paid', {Before(9)}, 2, {Before(9)});
            INSERT INTO reviews (stars, body, updated_at) VALUES (3, 'late', {Before(1)}), (4, 'very late', {Before(30)}), (5, 'never dated', NULL);
            UPDATE customers SET note = 'changed, with the old time', updated_at = updated_at ORDER BY CRC32(CONCAT(customer_id, {day})) LIMIT 2;
            UPDATE customers SET phone = '+1 555 0000 0000', updated_at = updated_at ORDER BY CRC32(CONCAT(customer_id, 'x{day}')) LIMIT 2
            """);
    }

    private static async Task RunAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
