using System.Management.Automation.Host;

namespace Contabyx.Shell;

/// <summary>The console as a grid of cells. What a stream of text does not have is refused.</summary>
internal sealed class ShellRawUserInterface : PSHostRawUserInterface
{
    // Console's own colours are "unknown" on Unix terminals, and PowerShell takes only real ones.
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize
    {
        get => new(Terminal.Width, Console.IsOutputRedirected ? int.MaxValue : Console.WindowHeight);
        set => throw Refuse();
    }

    public override Size WindowSize
    {
        get => new(Terminal.Width, Console.IsOutputRedirected ? int.MaxValue : Console.WindowHeight);
        set => throw Refuse();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw Refuse();
    }

    public override Coordinates CursorPosition
    {
        get => Console.IsOutputRedirected ? default : new Coordinates(Console.CursorLeft, Console.CursorTop);
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    public override int CursorSize
    {
        get => 25;
        set => throw Refuse();
    }

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override string WindowTitle
    {
        get => "";
        set => Console.Title = value;
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        var key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, 0, keyDown: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Refuse();

    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Refuse();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Refuse();

    // Only Clear-Host asks for it: the whole screen, which PowerShell names by a rectangle of -1.
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (rectangle.Left != -1)
            throw Refuse();
        Console.Clear();
    }

    private static NotSupportedException Refuse() =>
        new("This shell writes line by line; it can neither read nor move what is on the screen. Use pwsh for that.");
}
