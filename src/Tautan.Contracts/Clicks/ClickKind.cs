namespace Tautan.Contracts.Clicks;

/// <summary>What a visitor met. The numbers are those of the record, and stay.</summary>
public enum ClickKind : byte
{
    /// <summary>A link sent the visitor on.</summary>
    Redirect = 1,

    /// <summary>No link has this path, or it is not started, disabled or deleted.</summary>
    Unknown = 2,

    /// <summary>The domain itself: <c>/</c>.</summary>
    Base = 3,

    /// <summary>The link's time is over.</summary>
    Expired = 4,

    /// <summary>The page that shows where a link goes.</summary>
    Preview = 5,

    /// <summary>A link's QR code.</summary>
    Qr = 6,
}
