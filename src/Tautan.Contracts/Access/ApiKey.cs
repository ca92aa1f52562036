using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Tautan.Contracts.Access;

/// <summary>
/// An API key as text: <c>tautan_</c>, 160 random bits and a CRC-32 of them, in Crockford's base 32, lower case. The prefix
/// and the checksum let secret scanners tell a key from anything else without asking.
/// </summary>
public static class ApiKey
{
    public const string Prefix = "tautan_";
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> AlphabetValues = SearchValues.Create(Alphabet);
    private const int RandomCharacters = 32;
    private const int ChecksumCharacters = 7;

    /// <summary>The length of a key in characters.</summary>
    public const int Length = 7 + RandomCharacters + ChecksumCharacters;

    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomCharacters];
        RandomNumberGenerator.Fill(random);
        var text = new StringBuilder(Prefix, Length);
        foreach (var value in random)
            text.Append(Alphabet[value & 31]);
        return text.Append(Checksum(text.ToString().AsSpan(Prefix.Length))).ToString();
    }

    /// <summary>Whether the text has a key's form and its checksum is right. It says nothing about whether such a key exists.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text[Prefix.Length..].ContainsAnyExcept(AlphabetValues)
        && text[^ChecksumCharacters..].SequenceEqual(Checksum(text[Prefix.Length..^ChecksumCharacters]));

    private static string Checksum(ReadOnlySpan<char> random)
    {
        Span<byte> ascii = stackalloc byte[RandomCharacters];
        Encoding.ASCII.GetBytes(random, ascii);
        var crc = (ulong)Crc32.HashToUInt32(ascii);
        Span<char> text = stackalloc char[ChecksumCharacters];
        for (var i = ChecksumCharacters - 1; i >= 0; i--, crc >>= 5)
            text[i] = Alphabet[(int)(crc & 31)];
        return new string(text);
    }
}
