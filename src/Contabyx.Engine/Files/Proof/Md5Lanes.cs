using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// Hashes many short messages with MD5, as many in parallel as a vector of the processor has lanes. When a message ends,
/// its lane continues with the next one.
/// </summary>
/// <remarks>
/// The hash of a row is short work, and calling the system's MD5 for each costs several times the hash itself: see
/// <c>docs/benchmarks.md</c>.
/// </remarks>
internal sealed class Md5Lanes
{
    private const int Idle = -1;

    private static readonly int Lanes = Vector<uint>.Count;

    private readonly Vector<uint>[] _state = new Vector<uint>[4];
    private readonly Vector<uint>[] _words = new Vector<uint>[Md5Block.Words];
    private readonly int[] _message = new int[Lanes];
    private readonly int[] _at = new int[Lanes];
    private readonly int[] _end = new int[Lanes];

    /// <summary>Hashes messages.</summary>
    /// <param name="digests">Their digests, in their order: room for as many.</param>
    public void Hash(Md5Messages messages, Span<Md5Digest> digests)
    {
        var ends = messages.Ends;
        var (next, busy) = (0, 0);
        for (var lane = 0; lane < Lanes; lane++)
            busy += Begin(lane, ends, ref next);
        while (busy > 0)
        {
            Transpose(messages.Bytes);
            Md5Block.Take(_words, _state);
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (_message[lane] == Idle || (_at[lane] += Md5Messages.BlockBytes) < _end[lane])
                    continue;
                digests[_message[lane]] = Digest(lane);
                busy += Begin(lane, ends, ref next) - 1;
            }
        }
    }

    private Span<uint> StateWords => MemoryMarshal.Cast<Vector<uint>, uint>(_state.AsSpan());

    // Returns 1 when the lane has work. A lane without work repeats the first block, and its result is ignored.
    private int Begin(int lane, ReadOnlySpan<int> ends, ref int next)
    {
        if (next == ends.Length)
        {
            (_message[lane], _at[lane]) = (Idle, 0);
            return 0;
        }

        _message[lane] = next;
        _at[lane] = next == 0 ? 0 : ends[next - 1];
        _end[lane] = ends[next++];
        var state = StateWords;
        state[lane] = 0x67452301;
        state[Lanes + lane] = 0xefcdab89;
        state[(2 * Lanes) + lane] = 0x98badcfe;
        state[(3 * Lanes) + lane] = 0x10325476;
        return 1;
    }

    private Md5Digest Digest(int lane)
    {
        var state = StateWords;
        return new(state[lane], state[Lanes + lane], state[(2 * Lanes) + lane], state[(3 * Lanes) + lane]);
    }

    // Bytes of a message are little-endian words, as every processor has them that .NET 10 runs on but s390x.
    private void Transpose(ReadOnlySpan<byte> bytes)
    {
        ref var to = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Vector<uint>, uint>(_words.AsSpan()));
        for (var lane = 0; lane < Lanes; lane++)
        {
            ref var from = ref MemoryMarshal.GetReference(bytes.Slice(_at[lane], Md5Messages.BlockBytes));
            for (var word = 0; word < Md5Block.Words; word++)
            {
                Unsafe.Add(ref to, (word * Lanes) + lane) =
                    Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, word * sizeof(uint)));
            }
        }
    }
}
