namespace Contabyx.Engine.Runs;

/// <summary>A load of differences is what an export makes, and nobody can ask for.</summary>
internal static class DifferencesMode
{
    /// <summary>Refuses to load whatever comes as differences.</summary>
    /// <param name="mode">The mode that somebody asked for; NULL for none.</param>
    /// <exception cref="SettingException">It is that of differences.</exception>
    public static void Refuse(LoadMode? mode)
    {
        if (mode == LoadMode.Differences)
        {
            throw new SettingException(
                "Mode", "Differences is no mode that can be asked for: such a load must know which rows it replaces.",
                "Export with -Read Differences, and leave -Mode out.");
        }
    }
}
