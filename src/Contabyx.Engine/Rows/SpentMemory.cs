namespace Contabyx.Engine.Rows;

/// <summary>
/// Releases memory that a cmdlet no longer uses. The runtime lets garbage grow to the size of the processor's last cache
/// before it collects it (hundreds of MB on large servers), and a process that embeds a database has better uses for that
/// memory.
/// </summary>
internal static class SpentMemory
{
    /// <summary>After a batch: short-lived garbage, within about a millisecond.</summary>
    public static void ReleaseYoung() => GC.Collect(1, GCCollectionMode.Forced, blocking: true);

    /// <summary>After a batch was exported: what its readers and writers held, which is old by then.</summary>
    public static void ReleaseOld() => GC.Collect(2, GCCollectionMode.Forced, blocking: true);

    /// <summary>After a cmdlet: its pages and blocks too.</summary>
    public static void ReleaseAll() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
