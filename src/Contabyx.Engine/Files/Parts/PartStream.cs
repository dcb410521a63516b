using System.Security.Cryptography;
using Contabyx.Engine.Files.Streams;
using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Files.Parts;

/// <summary>Writes to a file that is to become a part, and hashes and counts what it writes.</summary>
/// <remarks>Any failure of the system becomes an <see cref="IOException"/> that names the file.</remarks>
internal sealed class PartStream : WriteOnlyStream
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    /// <summary>Creates the file, replacing an existing one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens it; NULL for the usual way.</param>
    public PartStream(string path, Func<string, FileStream>? open = null)
    {
        _path = path;
        try
        {
            _file = (open ?? OpenNew)(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }
    }

    // An existing file is a leftover, or a link, which is not followed. Without a buffer of its own, nothing is left to fail
    // when the file is closed.
    private static FileStream OpenNew(string path)
    {
        File.Delete(path);
        return PrivateFiles.Open(path, FileMode.CreateNew, bufferSize: 0, FileShare.Read);
    }

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("A part is written from its beginning to its end.");
    }

    /// <summary>The SHA-256 of all bytes so far, as 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }

        _hash.AppendData(buffer);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // There is nothing to flush: see the constructor.
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private IOException NotWritten(Exception cause) =>
        new($"{_path} could not be written: {cause.Message} Free some space or choose another folder.", cause);
}
