namespace Contabyx.Engine.Rows;

/// <summary>
/// Gives back what a cmdlet has used up. The runtime lets garbage grow to the size of the processor's last cache
/// before it looks (hundreds of MB on large servers), and a process that embeds a database has better uses for that
/// memory.
/// </summary>
internal static class SpentMemory
{
    /// <summary>After a batch: short-lived garbage, within about a millisecond.</summary>
    public static void GiveBackYoung() => GC.Collect(1, GCCollectionMode.Forced, blocking: true);

    /// <summary>After a batch was exported: what its readers and writers held, which has lived long by then.</summary>
    public static void GiveBackOld() => GC.Collect(2, GCCollectionMode.Forced, blocking: true);

    /// <summary>After a cmdlet: its pages and blocks too.</summary>
    public static void GiveBackAll() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
