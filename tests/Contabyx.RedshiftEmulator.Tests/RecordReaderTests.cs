using System.Text;

namespace Contabyx.RedshiftEmulator.Tests;

/// <summary>Records are the same however the bytes arrive.</summary>
public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "a|b;c|d")]
    [InlineData("a,b\r\nc,d", "a|b;c|d")]
    [InlineData("\"a,\"\"x\"\"\",\"b\nb\"\n", "a,\"x\"|b\nb")]
    [InlineData("  \"a\"  ,b\n", "a|b")]
    [InlineData(",\n\n", "|;")]
    [InlineData("\"\",\"\"\"\"\r\n", "|\"")]
    public async Task Every_way_to_cut_the_bytes_gives_the_same_records(string text, string expected)
    {
        for (var step = 1; step <= 8; step++)
        {
            var reader = new RecordReader(new Drops(Encoding.UTF8.GetBytes(text), step), (byte)',', (byte)'"');
            var records = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                records.Add(string.Join('|', Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))));
            Assert.Equal(expected, string.Join(';', records));
        }
    }

    private sealed class Drops(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}
