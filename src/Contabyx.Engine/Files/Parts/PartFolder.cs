using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Files.Parts;

/// <summary>The folder of a table's parts: names them, and either keeps all of them or leaves no trace.</summary>
internal sealed class PartFolder
{
    /// <summary>How the name of a part ends while it is written.</summary>
    public const string UnfinishedSuffix = ".part";

    private readonly string _directory;
    private readonly bool _made;
    private readonly Func<int, string> _nameOf;
    private int _parts;
    private int _kept;

    /// <summary>Creates the folder if it is missing.</summary>
    public PartFolder(string directory, Func<int, string> nameOf)
    {
        _directory = Path.GetFullPath(directory);
        _made = !Directory.Exists(_directory);
        _nameOf = nameOf;
        PrivateFiles.CreateFolder(_directory);
    }

    /// <summary>The final path of the next part.</summary>
    public string Next() => PathOf(++_parts);

    /// <summary>Where a part is while it is being written.</summary>
    public static string Unfinished(string path) => path + UnfinishedSuffix;

    /// <summary>Gives all parts their final names, replacing files that already have them.</summary>
    public void Keep()
    {
        for (; _kept < _parts; _kept++)
            File.Move(Unfinished(PathOf(_kept + 1)), PathOf(_kept + 1), overwrite: true);
    }

    /// <summary>Deletes all parts, and the folder if it was created here and nothing else is in it.</summary>
    /// <remarks>
    /// What cannot be deleted stays: the failure that led here says more than a failure to delete.
    /// </remarks>
    public void Discard()
    {
        try
        {
            for (var part = 1; part <= _parts; part++)
                File.Delete(part <= _kept ? PathOf(part) : Unfinished(PathOf(part)));
            if (_made && !Directory.EnumerateFileSystemEntries(_directory).Any())
                Directory.Delete(_directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string PathOf(int part) => Path.Combine(_directory, _nameOf(part));
}
