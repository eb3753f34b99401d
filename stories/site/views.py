"""The public pages: each loads, calls and shows. None touches the session, so none sets a cookie or varies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from officials.models import Body, Person
from stories.models import Article, Quote
from votes.models import Issue, Vote


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html")


def issues(request: HttpRequest) -> HttpResponse:
    return render(request, "site/issues.html", {"issues": Issue.objects.all()})


def issue(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "site/issue.html", {"issue": get_object_or_404(Issue, slug=slug)})


def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Person.objects.with_page(), slug=slug)
    return render(request, "site/person.html", {"person": found})


def body(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "site/body.html", {"body": get_object_or_404(Body, slug=slug)})


def vote(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "site/vote.html", {"vote": get_object_or_404(Vote, pk=pk)})


def story(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "site/story.html", {"article": get_object_or_404(Article, pk=pk)})


def quote(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "site/quote.html", {"quote": get_object_or_404(Quote, pk=pk)})


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")
