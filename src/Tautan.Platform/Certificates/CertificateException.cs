namespace Tautan.Platform.Certificates;

/// <summary>The certificates between services are not as they must be; the message says which and what helps.</summary>
public sealed class CertificateException : Exception
{
    public CertificateException(string message)
        : base(message)
    {
    }

    public CertificateException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public CertificateException()
    {
    }
}
