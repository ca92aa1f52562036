using System.Security.Cryptography;

namespace Tautan.Links.Writing;

/// <summary>Slugs nobody can guess the next of, that spell no word and that nobody misreads: no vowels, no 0, 1 or l.</summary>
internal static class SlugGenerator
{
    public const string Alphabet = "bcdfghjkmnpqrstvwxyz23456789";

    public static string Next(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
