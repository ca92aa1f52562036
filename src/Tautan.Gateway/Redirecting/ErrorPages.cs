namespace Tautan.Gateway.Redirecting;

/// <summary>All pages that the edge answers by itself.</summary>
internal static class ErrorPages
{
    public static readonly ErrorPage Denied = new(403, "address_denied", "Not for you", "This address has been shut out of this service.");

    public static readonly ErrorPage NotFound = new(404, "link_not_found", "There is no link here", "It may have been mistyped, or it is no longer in use.");

    public static readonly ErrorPage NotAnAdminHost = new(
        404,
        "not_an_admin_host",
        "There is no link here",
        "The API does not answer at this host name. The setting TAUTAN_Gateway__AdminHosts names the hosts at which it does.");

    public static readonly ErrorPage MethodNotAllowed = new(
        405, "method_not_allowed", "Not this way", "This link does not answer the method of the request; the Allow header says which it does.");

    public static readonly ErrorPage Expired = new(410, "link_expired", "This link has expired", "It was meant for a time that is over.");

    public static readonly ErrorPage UnknownCoding = new(501, "transfer_coding_unknown", "Not in this coding", "The Transfer-Encoding of a request can be chunked, and nothing else.");
}
