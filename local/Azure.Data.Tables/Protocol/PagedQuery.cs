using System.Runtime.CompilerServices;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>A query in pages: how a page is asked for, and how an answer is read.</summary>
/// <param name="account">Whom to ask.</param>
/// <param name="request">The request for a page, given its size and the continuation.</param>
/// <param name="read">The page out of an answer of status 200.</param>
/// <param name="maxPerPage">Rows a page holds at most; null leaves it to the service (1,000).</param>
internal sealed class PagedQuery<T>(
    TableAccount account,
    Func<int?, string?, HttpMessage> request,
    Func<Response, Page<T>> read,
    int? maxPerPage)
    where T : notnull
{
    private readonly TableAccount _account = account;
    private readonly Func<int?, string?, HttpMessage> _request = request;
    private readonly int? _maxPerPage = maxPerPage;

    public AsyncPageable<T> Async(CancellationToken cancellationToken) => new AsyncPages(this, cancellationToken);

    public Pageable<T> Sync(CancellationToken cancellationToken) => new Pages(this, cancellationToken);

    private Page<T> Read(Response response) => response.Status == 200 ? read(response) : throw new RequestFailedException(response);

    private sealed class AsyncPages(PagedQuery<T> query, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
            Walk(continuationToken, pageSizeHint, CancellationToken);

        private async IAsyncEnumerable<Page<T>> Walk(string? token, int? size, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            do
            {
                using var message = query._request(size ?? query._maxPerPage, token);
                var page = query.Read(await query._account.SendAsync(message, cancellationToken).ConfigureAwait(false));
                token = page.ContinuationToken;
                yield return page;
            }
            while (token is not null);
        }
    }

    private sealed class Pages(PagedQuery<T> query, CancellationToken cancellationToken) : Pageable<T>(cancellationToken)
    {
        public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            var token = continuationToken;
            do
            {
                using var message = query._request(pageSizeHint ?? query._maxPerPage, token);
                var page = query.Read(query._account.Send(message, CancellationToken));
                token = page.ContinuationToken;
                yield return page;
            }
            while (token is not null);
        }
    }
}
