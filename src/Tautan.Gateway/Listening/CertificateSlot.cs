using System.Security.Cryptography;

namespace Tautan.Gateway.Listening;

/// <summary>One certificate of the settings: the last one that was good, and what is wrong with what lies there since.</summary>
internal sealed class CertificateSlot
{
    private readonly CertificateFile _file;
    private CertificateFile.Content _content;
    private bool _isSuspected;

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">It is no certificate with its key.</exception>
    /// <exception cref="ArgumentException">The key is another certificate's.</exception>
    public CertificateSlot(CertificateOptions options)
    {
        _file = new CertificateFile(options);
        _content = _file.Read();
        Served = _file.Parse(_content);
    }

    public string Path => _file.Path;

    public ServedCertificate Served { get; private set; }

    /// <summary>What is wrong with the files; null: nothing.</summary>
    public string? Problem { get; private set; }

    public static bool IsUnusable(Exception exception) => exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    /// <summary>Takes what the files hold where that has changed and is good.</summary>
    /// <returns>Whether there is something to tell: another certificate, a problem, or that it is over.</returns>
    public bool Refresh()
    {
        try
        {
            var content = _file.Read();
            var isToBeTold = !content.IsSame(_content) || Problem is not null;
            if (!content.IsSame(_content))
                Served = _file.Parse(content);
            _content = content;
            _isSuspected = false;
            Problem = null;
            return isToBeTold;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            // Of two files that are written one after the other a look may find the one alone: what is wrong twice is wrong.
            var isToBeTold = _isSuspected && Problem is null;
            Problem = _isSuspected ? exception.Message : Problem;
            _isSuspected = true;
            return isToBeTold;
        }
    }
}
