using System.Text;

namespace Tautan.Gateway.Redirecting;

/// <summary>What browsers and crawlers ask every host for.</summary>
internal static class WellKnownFiles
{
    /// <summary>Everything may be crawled (RFC 9309).</summary>
    public static readonly byte[] Robots = Encoding.UTF8.GetBytes("User-agent: *\nAllow: /\n");

    /// <summary>Nothing may be.</summary>
    public static readonly byte[] RobotsDisallowed = Encoding.UTF8.GetBytes("User-agent: *\nDisallow: /\n");

    public static readonly byte[] Icon = Encoding.UTF8.GetBytes(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#2a7f62" stroke-width="4" stroke-linecap="round"><path d="M13 19a6 6 0 0 0 8.5 0l5-5a6 6 0 0 0-8.5-8.5l-2 2"/><path d="M19 13a6 6 0 0 0-8.5 0l-5 5a6 6 0 0 0 8.5 8.5l2-2"/></svg>
        """);
}
