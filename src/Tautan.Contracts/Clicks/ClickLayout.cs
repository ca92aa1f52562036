namespace Tautan.Contracts.Clicks;

/// <summary>Where what stands in a record; <c>docs/clicks.md</c> is this in words.</summary>
internal static class ClickLayout
{
    public const int Version = 0;
    public const int Kind = 1;
    public const int Length = 2;
    public const int Method = 4;
    public const int Flags = 5;
    public const int Status = 6;
    public const int Sequence = 8;
    public const int Time = 16;
    public const int Workspace = 24;
    public const int Link = 40;
    public const int Domain = 56;
    public const int Destination = 72;
    public const int Address = 88;
    public const int TextLengths = 104;
    public const int Texts = 114;

    public const int TextCount = 5;
    public const int Host = 0;
    public const int PathAndQuery = 1;
    public const int UserAgent = 2;
    public const int Referer = 3;
    public const int AcceptLanguage = 4;
}
