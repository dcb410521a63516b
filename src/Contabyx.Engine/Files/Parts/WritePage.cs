namespace Contabyx.Engine.Files.Parts;

/// <summary>A run of whole rows that goes to one part. Pages are reused.</summary>
internal abstract class WritePage : IDisposable
{
    /// <summary>How many rows it holds.</summary>
    public int Rows { get; protected set; }

    /// <summary>Whether it must be written before another row is added.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Discards all rows.</summary>
    public virtual void Clear() => Rows = 0;

    /// <summary>Releases its memory.</summary>
    public abstract void Dispose();
}
