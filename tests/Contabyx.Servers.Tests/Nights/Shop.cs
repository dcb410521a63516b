namespace Contabyx.ServerTests;

/// <summary>
/// A shop with the variety of a real one: foreign keys, keys of every kind and none, text in many scripts, a view, JSON,
/// decimals, times with and without a zone, a generated column; and the job that moves it every night.
/// </summary>
internal static class Shop
{
    /// <summary>All tables, parents first.</summary>
    public const string Schema = """
        CREATE TABLE customers (customer_id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(120), full_name VARCHAR(120) NOT NULL,
            phone VARCHAR(40), birthday DATE, marketing TINYINT(1) NOT NULL DEFAULT 0, note TEXT,
            updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6));
        CREATE TABLE addresses (address_id BIGINT AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT NULL, street VARCHAR(100), city VARCHAR(60),
            country CHAR(2), geo_point POINT, extra JSON, changed DATETIME(3),
            FOREIGN KEY (customer_id) REFERENCES customers (customer_id) ON DELETE CASCADE);
        CREATE TABLE categories (code VARCHAR(20) PRIMARY KEY, parent VARCHAR(20), title VARCHAR(60), FOREIGN KEY (parent) REFERENCES categories (code));
        CREATE TABLE products (sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, category VARCHAR(20), title VARCHAR(120),
            price DECIMAL(12,4) NOT NULL, gross DECIMAL(14,4) GENERATED ALWAYS AS (price * 1.19) STORED, internal_cost DECIMAL(12,4),
            attributes JSON, released DATE, FOREIGN KEY (category) REFERENCES categories (code));
        CREATE TABLE suppliers (supplier_id SMALLINT UNSIGNED PRIMARY KEY, name VARCHAR(80), rating DOUBLE, opens TIME);
        CREATE TABLE supplier_products (supplier_id SMALLINT UNSIGNED, sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, active TINYINT NOT NULL,
            price DECIMAL(30,10), PRIMARY KEY (sku, supplier_id), FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
            FOREIGN KEY (sku) REFERENCES products (sku) ON DELETE CASCADE);
        CREATE TABLE orders (order_id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_id INT, status ENUM('draft', 'open', 'paid', 'sent') NOT NULL,
            placed_at DATETIME NOT NULL, total DECIMAL(18,2), token BINARY(8),
            updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
            FOREIGN KEY (customer_id) REFERENCES customers (customer_id) ON DELETE CASCADE);
        CREATE TABLE order_lines (order_id BIGINT UNSIGNED, line_no SMALLINT, sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, qty SMALLINT NOT NULL,
            price DECIMAL(12,4), discount DECIMAL(5,4), PRIMARY KEY (order_id, line_no),
            FOREIGN KEY (order_id) REFERENCES orders (order_id) ON DELETE CASCADE, FOREIGN KEY (sku) REFERENCES products (sku) ON DELETE CASCADE);
        CREATE TABLE payments (payment_id BINARY(16) PRIMARY KEY, order_id BIGINT UNSIGNED, method VARCHAR(20), amount DECIMAL(18,2), iban VARCHAR(34),
            paid_at DATETIME(6), FOREIGN KEY (order_id) REFERENCES orders (order_id) ON DELETE CASCADE);
        CREATE TABLE shipments (shipment_id CHAR(36) CHARACTER SET ascii PRIMARY KEY, order_id BIGINT UNSIGNED, carrier VARCHAR(30), sent_at TIMESTAMP(3) NULL,
            FOREIGN KEY (order_id) REFERENCES orders (order_id) ON DELETE CASCADE);
        CREATE TABLE stock (sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, warehouse_no INT, qty INT, PRIMARY KEY (sku, warehouse_no));
        CREATE TABLE stock_moves (sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, qty INT, moved_at DATETIME);
        CREATE TABLE audit_log (log_id BIGINT AUTO_INCREMENT PRIMARY KEY, at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), actor VARCHAR(60),
            message TEXT, payload JSON);
        CREATE TABLE exchange_rates (day DATE, currency CHAR(3), rate DECIMAL(20,10), PRIMARY KEY (day, currency));
        CREATE TABLE coupons (code VARCHAR(30) PRIMARY KEY, percent DECIMAL(5,2), valid_until DATE, uses INT UNSIGNED);
        CREATE TABLE reviews (review_id MEDIUMINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, sku VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            author_email VARCHAR(120), stars TINYINT, body MEDIUMTEXT, updated_at DATETIME(6));
        CREATE TABLE sessions (customer_id INT, ip VARBINARY(16), began TIMESTAMP NULL, flags BIT(5));
        CREATE TABLE settings (name VARCHAR(60) PRIMARY KEY, value BLOB);
        CREATE TABLE tmp_import (line TEXT);
        CREATE TABLE refunds (refund_id INT PRIMARY KEY, amount DECIMAL(9,2));
        CREATE VIEW order_totals AS SELECT o.order_id, o.customer_id, COUNT(l.line_no) AS line_count, CAST(SUM(l.qty * l.price) AS DECIMAL(30,4)) AS worth
            FROM orders o LEFT JOIN order_lines l ON l.order_id = o.order_id GROUP BY o.order_id, o.customer_id;
        """;

    /// <summary>The query of the job.</summary>
    public const string OpenOrders = "SELECT order_id, CAST(status AS CHAR(10)) AS status, placed_at FROM orders WHERE status IN ('open', "
        + "'paid')";

    /// <summary>What moves it every night.</summary>
    public const string Job = $$"""
        @{
            Name          = 'shop'
            EnvFile       = '.env'
            Defaults      = @{ Connections = 4; Mask = @{ '*email*' = 'Hash'; iban = 'Last4' } }
            ExcludeTables = 'tmp_*'
            Tables        = @(
                @{
                    Table = 'customers'; Read = 'Incremental'; Watermark = 'updated_at'; Lookback = '01:00:00'; DifferencesEvery = 3
                    Mask = @{ phone = 'Last4'; full_name = 'Redact'; note = 'Null' }
                }
                @{
                    Table = 'orders'; As = 'sales'; Read = 'Incremental'; Watermark = 'updated_at'; Lookback = '01:00:00'; DifferencesEvery = 4
                    Where = "status <> 'draft'"; Rename = @{ total = 'amount' }; SortKey = 'placed_at'; DistKey = 'customer_id'
                }
                @{ Table = 'audit_log'; Read = 'Incremental'; Watermark = 'log_id'; Lookback = 50; DifferencesEvery = 3 }
                @{ Table = 'reviews'; Read = 'Incremental'; Watermark = 'updated_at'; Lookback = '02:00:00'; DifferencesEvery = 3 }
                @{ Table = 'addresses'; Read = 'Differences'; ExcludeColumns = 'geo_*'; Mask = @{ street = 'Redact' } }
                @{ Table = 'products'; Read = 'Differences'; ExcludeColumns = 'internal_*'; Rename = @{ title = 'name' } }
                @{ Table = 'order_lines'; Read = 'Differences' }
                @{ Table = 'payments'; Read = 'Differences'; Deletes = 'Mark'; DeletedAtColumn = 'gone_at' }
                @{ Table = 'shipments'; Read = 'Differences'; Deletes = 'Keep' }
                @{ Table = 'stock_moves'; Read = 'Differences' }
                @{ Table = 'coupons'; Read = 'Differences' }
                @{ Table = 'refunds'; Read = 'Differences' }
                @{ Table = 'supplier_products'; Read = 'Differences'; Where = 'active = 1' }
                @{ Table = 'order_totals'; As = 'order_facts'; Key = 'order_id'; Read = 'Differences' }
                @{ Query = "{{OpenOrders}}"; As = 'open_orders' }
                '*'
            )
        }
        """;

    /// <summary>What the job means, table by table.</summary>
    public static IReadOnlyList<ShopTable> Tables { get; } =
    [
        new("customers") { Key = ["customer_id"], Watermark = "updated_at", Lookback = TimeSpan.FromHours(1).Ticks,
            Masks = { ["phone"] = "Last4", ["full_name"] = "Redact", ["note"] = "Null" } },
        new("orders") { As = "sales", Key = ["order_id"], Watermark = "updated_at", Lookback = TimeSpan.FromHours(1).Ticks,
            Where = "status <> 'draft'", Renames = { ["total"] = "amount" } },
        new("audit_log") { Key = ["log_id"], Watermark = "log_id", Lookback = 50 },
        new("reviews") { Key = ["review_id"], Watermark = "updated_at", Lookback = TimeSpan.FromHours(2).Ticks },
        new("addresses") { Excluded = ["geo_point"], Masks = { ["street"] = "Redact" } },
        new("products") { Excluded = ["internal_cost"], Renames = { ["title"] = "name" } },
        new("order_lines"),
        new("payments") { Key = ["payment_id"], Live = "gone_at IS NULL", Gone = "gone_at IS NOT NULL" },
        new("shipments") { Key = ["shipment_id"], Keeps = true },
        new("stock_moves"),
        new("coupons"),
        new("supplier_products") { Where = "active = 1" },
        new("order_totals") { As = "order_facts" },
        new("open_orders") { Query = OpenOrders },
        new("refunds"), new("categories"), new("suppliers"), new("stock"), new("exchange_rates"), new("sessions"), new("settings"),
    ];

    /// <summary>A table that is created during the week.</summary>
    public static ShopTable NewTable { get; } = new("gift_cards");
}
