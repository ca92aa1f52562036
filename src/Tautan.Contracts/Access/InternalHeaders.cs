namespace Tautan.Contracts.Access;

/// <summary>
/// Headers between services. The gateway strips them from every request that comes from outside and sets its own; a
/// service reads them only where the client certificate is the gateway's.
/// </summary>
public static class InternalHeaders
{
    public const string Prefix = "Tautan-";
    /// <summary>For how many milliseconds the caller still waits; a service does not go on for longer.</summary>
    public const string Timeout = "Tautan-Timeout";

    /// <summary>On an answer: <c>{feed}/{epoch}/{revision}</c>. The gateway answers when its own copy has that revision, or after a second.</summary>
    public const string Revision = "Tautan-Revision";
}
