using Contabyx.Engine.Files;
using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Files.Streams;

namespace Contabyx.Tests;

/// <summary>Runs table writers over test rows.</summary>
internal static class WriterRuns
{
    public static async Task<WrittenTable> WriteAsync(
        TableSchema table, IEnumerable<object?[]> rows, TableWriterOptions options, Func<int>? blockSize = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var writer = TableWriters.Create(table, options);
        foreach (var block in TestRows.InBlocks(table, rows, blockSize ?? (() => 256)))
            await writer.WriteAsync(block, cancellation);
        return await writer.CompleteAsync(cancellation);
    }

    /// <summary>The decompressed text of a part.</summary>
    public static async Task<string> TextOfAsync(WrittenPart part, FileCompression compression)
    {
        await using var file = File.OpenRead(part.Path);
        await using var text = FileStreams.OpenDecompressed(file, compression);
        using var reader = new StreamReader(text, new System.Text.UTF8Encoding(false, true), false);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
