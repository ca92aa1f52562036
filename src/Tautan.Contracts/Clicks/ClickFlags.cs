namespace Tautan.Contracts.Clicks;

/// <summary>What is either so or not about a click. The bits are those of the record, and stay.</summary>
[Flags]
public enum ClickFlags : byte
{
    None = 0,

    /// <summary>It was not the link's first destination that served.</summary>
    FailedOver = 1,

    /// <summary>The visitor sent <c>DNT: 1</c>.</summary>
    DoNotTrack = 2,

    /// <summary>The visitor sent <c>Sec-GPC: 1</c> (Global Privacy Control).</summary>
    GlobalPrivacyControl = 4,
}
