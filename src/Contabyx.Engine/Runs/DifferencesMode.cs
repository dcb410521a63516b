namespace Contabyx.Engine.Runs;

/// <summary>Only an export creates a load of differences; users cannot choose this mode.</summary>
internal static class DifferencesMode
{
    /// <summary>Refuses Differences as the mode of a load.</summary>
    /// <param name="mode">The mode that the user chose; NULL for none.</param>
    /// <exception cref="SettingException">The mode is Differences.</exception>
    public static void Refuse(LoadMode? mode)
    {
        if (mode == LoadMode.Differences)
        {
            throw new SettingException(
                "Mode", "Differences is not a mode that you can choose: such a load must know which rows it replaces.",
                "Export with -Read Differences, and leave out -Mode.");
        }
    }
}
