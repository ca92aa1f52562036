namespace Tautan.Links.Importing;

/// <summary>What an import is about to do, or has done.</summary>
internal static class ImportState
{
    /// <summary>Its data is awaited.</summary>
    public const string Waiting = "waiting";

    public const string Running = "running";

    public const string Done = "done";

    public const string Failed = "failed";

    public const string Cancelled = "cancelled";
}
