namespace Contabyx.RedshiftEmulator;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Error 1023; the transaction is rolled back.</summary>
    SerializationFailure,

    /// <summary>The user lacks a privilege.</summary>
    Denied,

    /// <summary>
    /// The statement gets no answer, and a request to cancel it is not heard. The session ends when its client closes the
    /// connection.
    /// </summary>
    Silence,

    /// <summary>The connection breaks before the statement runs.</summary>
    DropBefore,

    /// <summary>The statement runs and the connection breaks before the client hears of it.</summary>
    DropAfter,

    /// <summary>S3 refuses the token of COPY half-way; the transaction is rolled back.</summary>
    ExpiredToken,

    /// <summary>The statement is refused in the words of <see cref="Fault.Message"/>.</summary>
    Refusal,
}

/// <summary>Something that goes wrong on purpose.</summary>
/// <param name="Matches">With which statements; it is given their text, with secrets masked.</param>
/// <param name="Times">How often.</param>
public sealed record Fault(FaultKind Kind, Func<string, bool> Matches, int Times = 1)
{
    /// <summary>The SQLSTATE of a <see cref="FaultKind.Refusal"/>.</summary>
    public string SqlState { get; init; } = "XX000";

    /// <summary>What the client is told by a <see cref="FaultKind.Refusal"/>.</summary>
    public string Message { get; init; } = "refused";
}
