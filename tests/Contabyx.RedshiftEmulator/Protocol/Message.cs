namespace Contabyx.RedshiftEmulator;

/// <summary>One message of the PostgreSQL protocol.</summary>
/// <param name="Type">The letter that it begins with.</param>
/// <param name="Body">What follows the length.</param>
internal readonly record struct Message(char Type, byte[] Body)
{
    public MessageReader Read() => new(Body);
}
