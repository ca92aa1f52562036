using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Tautan.Health.Pages;

/// <summary>
/// A fingerprint of a text by which two can be compared that are never the same to the letter: the smallest hashes of its
/// distinct words (bottom-k MinHash). The share of them that two texts have in common is close to the share of words.
/// </summary>
internal sealed class TextSketch
{
    /// <summary>So many hashes are kept, the smallest.</summary>
    public const int Most = 64;

    // With fewer words there is nothing to compare.
    private const int Fewest = 20;

    public static readonly TextSketch Empty = new([]);

    private readonly uint[] _hashes;

    private TextSketch(uint[] hashes) => _hashes = hashes;

    /// <summary>Of the text of an HTML page, or of a part of it: without tags, scripts and styles.</summary>
    public static TextSketch Of(string html)
    {
        var smallest = new SortedSet<uint>();
        foreach (var word in PageWords.In(html))
        {
            var hash = (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word.Span));
            if (smallest.Count == Most)
            {
                if (hash >= smallest.Max) continue;
                if (smallest.Add(hash)) smallest.Remove(smallest.Max);
            }
            else
            {
                smallest.Add(hash);
            }
        }

        return smallest.Count == 0 ? Empty : new TextSketch([.. smallest]);
    }

    public static TextSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        var hashes = new uint[Math.Min(bytes.Length / sizeof(uint), Most)];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        return hashes.Length == 0 ? Empty : new TextSketch(hashes);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[_hashes.Length * sizeof(uint)];
        for (var i = 0; i < _hashes.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), _hashes[i]);
        return bytes;
    }

    /// <summary>How many of their words two texts have in common, 0 to 1; null where one has too few to say.</summary>
    public double? Likeness(TextSketch other)
    {
        if (_hashes.Length < Fewest || other._hashes.Length < Fewest) return null;
        var union = _hashes.Union(other._hashes).Order().Take(Math.Min(_hashes.Length, other._hashes.Length)).ToList();
        var (mine, theirs) = (_hashes.ToHashSet(), other._hashes.ToHashSet());
        return (double)union.Count(hash => mine.Contains(hash) && theirs.Contains(hash)) / union.Count;
    }

}
