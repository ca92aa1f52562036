namespace Tautan.Platform.Text;

/// <summary>
/// Texts in the order of their bytes in UTF-8, which is that of their code points. UTF-16 differs from it: a surrogate is less than
/// U+E000, and what it stands for is more.
/// </summary>
public static class Utf8Order
{
    public static int Compare(string one, string other)
    {
        var common = Math.Min(one.Length, other.Length);
        for (var i = 0; i < common; i++)
        {
            if (one[i] != other[i])
                return char.IsSurrogate(one[i]) == char.IsSurrogate(other[i]) ? one[i].CompareTo(other[i]) : char.IsSurrogate(one[i]) ? 1 : -1;
        }

        return one.Length.CompareTo(other.Length);
    }
}
