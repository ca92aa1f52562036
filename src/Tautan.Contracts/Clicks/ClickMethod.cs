namespace Tautan.Contracts.Clicks;

/// <summary>The request's method (RFC 9110 §9, RFC 5789). The numbers are those of the record, and stay.</summary>
public enum ClickMethod : byte
{
    /// <summary>Any method that has no number of its own.</summary>
    Other = 0,
    Get = 1,

    /// <summary>Looked, did not go: recorded, and not a click.</summary>
    Head = 2,
    Post = 3,
    Put = 4,
    Patch = 5,
    Delete = 6,
    Options = 7,
}
